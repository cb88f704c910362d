package armfarm.simulation.gazebo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/** Whether a simulated world's time goes on, how fast, and what its arms report. Thread-safe. */
final class WorldPulse {
    private static final double HUNG_SECONDS = 20;
    private static final double SLOWEST_FACTOR = 0.1;
    private static final double WINDOW_SECONDS = 10;
    /** Of a speed that is told: five samples. */
    private static final double SHORTEST_WINDOW_SECONDS = 1;
    /** Of a speed that is complained of: a machine may be busy for a moment. */
    private static final double SHORTEST_SLOW_WINDOW_SECONDS = 5;

    private static final double SAMPLE_SECONDS = 0.2;

    /** Seconds, the wall's by a clock of any origin. */
    private record Sample(double wall, double simulated) {}

    private final DoubleSupplier wallSeconds;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private double lastWall;
    private double lastSimulated;
    private Optional<String> fault = Optional.empty();

    /** @param wallSeconds a clock that only goes forward, of any origin */
    WorldPulse(DoubleSupplier wallSeconds) {
        this.wallSeconds = wallSeconds;
        this.lastWall = wallSeconds.getAsDouble();
    }

    synchronized void ticked(double simulatedSeconds) {
        double wall = wallSeconds.getAsDouble();
        lastWall = wall;
        lastSimulated = simulatedSeconds;
        if (!samples.isEmpty() && simulatedSeconds < samples.getLast().simulated()) {
            samples.clear(); // another world, which somebody else started in place of this one
            fault = Optional.empty();
        }
        if (samples.isEmpty() || wall - samples.getLast().wall() >= SAMPLE_SECONDS) {
            samples.addLast(new Sample(wall, simulatedSeconds));
        }
        while (wall - samples.getFirst().wall() > WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    /** What the clock said last; 0 before it said anything. */
    synchronized double simulatedSeconds() {
        return lastSimulated;
    }

    /** An arm has become unusable. */
    synchronized void failed(String text) {
        fault = Optional.of(text);
    }

    /** Simulated seconds in a second, over the last ten; empty in the first moments. */
    synchronized OptionalDouble realTimeFactor() {
        if (window() < SHORTEST_WINDOW_SECONDS) {
            return OptionalDouble.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        return OptionalDouble.of((last.simulated() - first.simulated()) / (last.wall() - first.wall()));
    }

    /** Seconds of the wall between the first and the last sample. */
    private double window() {
        return samples.isEmpty()
                ? 0
                : samples.getLast().wall() - samples.getFirst().wall();
    }

    /** What only a new world cures. */
    synchronized Optional<String> problem() {
        if (fault.isPresent()) {
            return fault;
        }
        double silent = wallSeconds.getAsDouble() - lastWall;
        return silent > HUNG_SECONDS
                ? Optional.of("Gazebo hangs: its clock has not gone on for %.0f s; restart the world".formatted(silent))
                : Optional.empty();
    }

    /** That the machine cannot keep up, which a new world does not cure. */
    synchronized Optional<String> slowness() {
        OptionalDouble factor = realTimeFactor();
        return window() >= SHORTEST_SLOW_WINDOW_SECONDS && factor.orElseThrow() < SLOWEST_FACTOR
                ? Optional.of(
                        "Gazebo runs at %.2f of real time, expected at least %.1f; fewer arms, smaller images or a longer step"
                                .formatted(factor.getAsDouble(), SLOWEST_FACTOR))
                : Optional.empty();
    }
}
