package armfarm.simulation.gazebo;

import armfarm.drivers.cell.ArmTopics;
import armfarm.messages.ArmId;
import armfarm.messages.time.Ticker;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.SubscriberOptions;
import armfarm.ros.messages.ClockMessage;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.StringMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Listens to a Gazebo world: its clock, its arms' images and what they report. Thread-safe. */
final class GazeboWatch implements AutoCloseable {
    /** Published by the arms' plugin when an arm has become unusable. */
    private static final GraphName FAULTS = GraphName.of("/armfarm_gazebo/faults");

    private static final GraphName CLOCK = GraphName.of("/clock");
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final RosNode node;
    private final WorldPulse pulse = new WorldPulse(GazeboWatch::wallSeconds);
    private final Map<ArmId, Long> images = new TreeMap<>();
    private final List<Publisher<EmptyMessage>> triggers = new ArrayList<>();
    private final LastImages lastImages = new LastImages();

    private GazeboWatch(RosNode node, List<ArmId> arms) {
        this.node = node;
        arms.forEach(arm -> images.put(arm, 0L));
    }

    static GazeboWatch start(List<ArmId> arms, URI masterUri, RosHost host) {
        // Several farms may be in one world.
        String name = "/armfarm/gazebo_watch_" + UUID.randomUUID().toString().replace('-', '_');
        RosNode node = RosNode.start(GraphName.of(name), masterUri, host);
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
                CLOCK,
                ClockMessage.TYPE,
                message -> pulse.ticked(message.clock().toEpochMilli() / 1000.0));
        node.subscribe(FAULTS, StringMessage.TYPE, message -> pulse.failed(message.data()));
        for (ArmId arm : arms) {
            ArmTopics topics = ArmTopics.of(arm);
            node.subscribe(topics.jointStates(), JointStateMessage.TYPE, joints -> check(arm, joints));
            triggers.add(node.advertise(topics.cameraTrigger().orElseThrow(), EmptyMessage.TYPE, false));
            node.subscribe(topics.image(), ImageMessage.TYPE, SubscriberOptions.lending(), image -> saw(arm, image));
        }
    }

    /**
     * Asks every camera for an image until it comes. Blocks at most that long.
     *
     * @return the arms whose image has not come
     */
    Set<ArmId> awaitImages(Duration patience, BooleanSupplier alive) {
        double deadline = wallSeconds() + patience.toMillis() / 1000.0;
        while (!missingImages().isEmpty()
                && alive.getAsBoolean()
                && !Thread.currentThread().isInterrupted()
                && wallSeconds() < deadline) {
            triggers.forEach(trigger -> trigger.publish(new EmptyMessage()));
            node.await(() -> missingImages().isEmpty() || !alive.getAsBoolean(), ASK_AGAIN);
        }
        return missingImages();
    }

    /** The plugin looks at its joints itself; this also sees what becomes of them on the way. */
    private void check(ArmId arm, JointStateMessage joints) {
        for (int i = 0; i < joints.position().size(); i++) {
            if (!Double.isFinite(joints.position().get(i))) {
                String joint = i < joints.name().size() ? joints.name().get(i) : "joint " + i;
                pulse.failed(arm + ": the position of " + joint + " is not a number; restart the world");
            }
        }
    }

    private synchronized Set<ArmId> missingImages() {
        Set<ArmId> missing = new TreeSet<>(images.keySet());
        missing.removeIf(arm -> images.get(arm) > 0);
        return missing;
    }

    private synchronized void saw(ArmId arm, ImageMessage image) {
        images.merge(arm, 1L, Long::sum);
        lastImages.saw(arm, image);
    }

    LastImages images() {
        return lastImages;
    }

    /** @param cpu what the world's processes have used, if that is known */
    synchronized GazeboProgress progress(Optional<Duration> cpu) {
        return new GazeboProgress(pulse.simulatedSeconds(), images, cpu);
    }

    WorldPulse pulse() {
        return pulse;
    }

    private static double wallSeconds() {
        return Ticker.system().nanos() * 1e-9;
    }

    @Override
    public void close() {
        node.close();
    }
}
