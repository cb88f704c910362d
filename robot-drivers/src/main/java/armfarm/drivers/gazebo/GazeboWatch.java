package armfarm.drivers.gazebo;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.ros.GraphName;
import armfarm.drivers.ros.Publisher;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosNode;
import armfarm.drivers.ros.SubscriberOptions;
import armfarm.drivers.ros.messages.ClockMessage;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.messages.ArmId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Listens to a Gazebo world: whether its time goes on, how fast, and what its arms report. Thread-safe. */
final class GazeboWatch implements AutoCloseable {
    /** Published by the arms' plugin when an arm has become unusable. */
    private static final GraphName FAULTS = GraphName.of("/armfarm_gazebo/faults");

    private static final GraphName CLOCK = GraphName.of("/clock");
    private static final double HUNG_SECONDS = 10;
    private static final double SLOWEST_FACTOR = 0.1;
    private static final double WINDOW_SECONDS = 10;
    private static final double SHORTEST_WINDOW_SECONDS = 5;
    private static final double SAMPLE_SECONDS = 0.2;
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    /** Seconds, the wall's by a clock of any origin. */
    private record Sample(double wall, double simulated) {}

    private final RosNode node;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Set<ArmId> missing = new TreeSet<>();
    private final List<Publisher<EmptyMessage>> triggers = new ArrayList<>();
    private double startWall = wallSeconds();
    private double lastWall = startWall;
    private Optional<String> fault = Optional.empty();

    private GazeboWatch(RosNode node, List<ArmId> arms) {
        this.node = node;
        missing.addAll(arms);
    }

    static GazeboWatch start(List<ArmId> arms, URI masterUri, RosHost host) {
        RosNode node = RosNode.start(GraphName.of("/armfarm/gazebo_watch"), masterUri, host);
        GazeboWatch watch = new GazeboWatch(node, arms);
        try {
            watch.listen(arms);
            return watch;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void listen(List<ArmId> arms) {
        node.subscribe(
                CLOCK, ClockMessage.TYPE, message -> ticked(message.clock().toEpochMilli() / 1000.0));
        node.subscribe(FAULTS, StringMessage.TYPE, message -> failed(message.data()));
        for (ArmId arm : arms) {
            ArmTopics topics = ArmTopics.of(arm);
            triggers.add(node.advertise(topics.cameraTrigger().orElseThrow(), EmptyMessage.TYPE, false));
            node.subscribe(topics.image(), ImageMessage.TYPE, SubscriberOptions.lending(), image -> saw(arm));
        }
    }

    /**
     * Asks every camera for an image until it comes. Blocks at most that long.
     *
     * @return the arms whose image has not come
     */
    Set<ArmId> awaitImages(Duration patience, BooleanSupplier alive) {
        double deadline = wallSeconds() + patience.toMillis() / 1000.0;
        while (!missingImages().isEmpty() && alive.getAsBoolean() && wallSeconds() < deadline) {
            triggers.forEach(trigger -> trigger.publish(new EmptyMessage()));
            node.await(() -> missingImages().isEmpty() || !alive.getAsBoolean(), ASK_AGAIN);
        }
        return missingImages();
    }

    private synchronized Set<ArmId> missingImages() {
        return new TreeSet<>(missing);
    }

    private synchronized void saw(ArmId arm) {
        missing.remove(arm);
    }

    private synchronized void failed(String text) {
        fault = Optional.of(text);
    }

    private synchronized void ticked(double simulatedSeconds) {
        double wall = wallSeconds();
        lastWall = wall;
        if (samples.isEmpty() || wall - samples.getLast().wall() >= SAMPLE_SECONDS) {
            samples.addLast(new Sample(wall, simulatedSeconds));
        }
        while (wall - samples.getFirst().wall() > WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    /** Empty in the first seconds. */
    synchronized OptionalDouble realTimeFactor() {
        if (samples.isEmpty() || samples.getLast().wall() - samples.getFirst().wall() < SHORTEST_WINDOW_SECONDS) {
            return OptionalDouble.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        return OptionalDouble.of((last.simulated() - first.simulated()) / (last.wall() - first.wall()));
    }

    synchronized Optional<String> problem() {
        if (fault.isPresent()) {
            return fault;
        }
        double silent = wallSeconds() - lastWall;
        if (silent > HUNG_SECONDS) {
            return Optional.of(
                    "Gazebo hangs: its clock has not gone on for %.0f s; restart the world".formatted(silent));
        }
        OptionalDouble factor = realTimeFactor();
        if (factor.isPresent() && factor.getAsDouble() < SLOWEST_FACTOR) {
            return Optional.of(
                    "Gazebo runs at %.2f of real time, expected at least %.1f; fewer arms, smaller images or a longer step"
                            .formatted(factor.getAsDouble(), SLOWEST_FACTOR));
        }
        return Optional.empty();
    }

    private static double wallSeconds() {
        return System.nanoTime() * 1e-9;
    }

    @Override
    public void close() {
        node.close();
    }
}
