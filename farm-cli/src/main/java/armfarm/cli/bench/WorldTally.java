package armfarm.cli.bench;

import armfarm.messages.ArmId;
import armfarm.simulation.gazebo.GazeboProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up how far a Gazebo world got while it was looked at, also when it was started anew in between. Confined to one thread. */
final class WorldTally {
    private static final double SAMPLE_SECONDS = 2;

    private final Map<ArmId, Long> images = new TreeMap<>();
    private final List<Double> speeds = new ArrayList<>();
    private final double startedWallSeconds;
    private GazeboProgress last;
    private double wallSeconds;
    private double simulatedSeconds;
    private double sampledWallSeconds;
    private double sampledSimulatedSeconds;
    private Duration cpu = Duration.ZERO;
    private int restarts;

    /**
     * Begins.
     *
     * @param wallSeconds of a clock of any origin, as all others
     */
    WorldTally(double wallSeconds, GazeboProgress begin) {
        startedWallSeconds = wallSeconds;
        last = begin;
        begin.images().keySet().forEach(arm -> images.put(arm, 0L));
    }

    /** What the world says now. */
    void add(double atWallSeconds, GazeboProgress now) {
        wallSeconds = atWallSeconds - startedWallSeconds;
        if (now.simulatedSeconds() < last.simulatedSeconds()) {
            restarts++;
        }
        simulatedSeconds += grown(last.simulatedSeconds(), now.simulatedSeconds());
        now.images()
                .forEach((arm, count) ->
                        images.merge(arm, (long) grown(last.images().getOrDefault(arm, 0L), count), Long::sum));
        cpu = cpu.plusMillis((long) grown(millis(last.cpu()), millis(now.cpu())));
        last = now;
        double sampleSeconds = wallSeconds - sampledWallSeconds;
        if (sampleSeconds >= SAMPLE_SECONDS) {
            speeds.add((simulatedSeconds - sampledSimulatedSeconds) / sampleSeconds);
            sampledWallSeconds = wallSeconds;
            sampledSimulatedSeconds = simulatedSeconds;
        }
    }

    /** In a new world, which begins at 0, all of it. */
    private static double grown(double before, double now) {
        return now < before ? now : now - before;
    }

    private static double millis(Optional<Duration> cpu) {
        return cpu.orElse(Duration.ZERO).toMillis();
    }

    double simulatedSeconds() {
        return simulatedSeconds;
    }

    double wallSeconds() {
        return wallSeconds;
    }

    /** Simulated seconds in a second, over all of it; not a number before any time passed. */
    double realTimeFactor() {
        return simulatedSeconds / wallSeconds;
    }

    /** The same, over pieces of two seconds or a little more. */
    Spread speed() {
        return speeds.isEmpty() ? new Spread(realTimeFactor(), realTimeFactor()) : Spread.of(speeds);
    }

    /** Images a simulated second, arm by arm. */
    Spread hertz() {
        return Spread.of(
                images.values().stream().map(count -> count / simulatedSeconds).toList());
    }

    /** Times the world began anew. */
    int restarts() {
        return restarts;
    }

    /** What Gazebo's processes used; zero if that is not known. */
    Duration cpu() {
        return cpu;
    }
}
