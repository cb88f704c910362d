package armfarm.cli.bench;

import armfarm.controller.FarmRun;
import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.ImageSize;
import armfarm.controller.report.FarmReport;
import armfarm.controller.roles.Farm;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.Ticker;
import armfarm.simulation.gazebo.GazeboProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How fast a whole farm runs with its arms in Gazebo, and whether anything is lost: services, trainer and Gazebo share the machine as
 * they do in any farm. Confined to one thread.
 */
public final class GazeboBenchmark {
    private static final long LOOK_EVERY_MILLISECONDS = 500;
    private static final int STANDSTILL_SECONDS = 300;

    private final Path folder;
    private final Options options;
    private final FarmRun.StopWait stop;
    private final Consumer<String> show;

    /**
     * What is measured.
     *
     * @param cameraHertz images a simulated second that each camera takes without being asked; 0: only when asked
     * @param stepMilliseconds of the physics, simulated
     * @param simulatedSeconds from when the arms practise
     */
    public record Options(
            int arms,
            ImageSize image,
            double cameraHertz,
            double stepMilliseconds,
            double simulatedSeconds,
            long seed) {}

    /**
     * The result.
     *
     * @param seenHertz images a simulated second that came to the farm, by arm
     * @param simulatedSeconds that passed
     * @param wallSeconds that it took
     * @param realTimeFactor simulated seconds in a second, over all of it
     * @param speed the same, over pieces of two seconds
     * @param restarts times that the world had to be started again
     * @param gazeboCpu what Gazebo and its renderer used
     * @param farmCpu what the farm's own process used, PostgreSQL not counted
     * @param farm what became of the attempts
     */
    public record Report(
            Options options,
            Spread seenHertz,
            double simulatedSeconds,
            double wallSeconds,
            double realTimeFactor,
            Spread speed,
            int restarts,
            Duration gazeboCpu,
            Duration farmCpu,
            FarmReport farm) {
        /** Attempts that were begun and are neither stored nor rejected. */
        public long lost() {
            return farm.attempts() - farm.stored() - farm.rejected();
        }
    }

    /**
     * Work in a folder.
     *
     * @param folder that no farm has used
     * @param stop asked several times a second
     * @param show gets how far it is, as often
     */
    public GazeboBenchmark(Path folder, Options options, FarmRun.StopWait stop, Consumer<String> show) {
        this.folder = folder.toAbsolutePath().normalize();
        this.options = options;
        this.stop = stop;
        this.show = show;
    }

    /**
     * Runs the farm. Blocks.
     *
     * @return empty if a stop was requested
     */
    public Optional<Report> run() throws InterruptedException {
        FarmConfig config = config();
        FarmRun.Limits limits = new FarmRun.Limits(Optional.empty(), Optional.empty());
        try (DataFolder open = DataFolder.open(folder);
                Farm farm = Farm.start(config, open, limits, stop::requested)) {
            Duration farmCpuBefore = ownCpu();
            WorldTally tally = new WorldTally(wallSeconds(), progress(farm));
            if (!practise(farm, tally)) {
                return Optional.empty();
            }
            Duration farmCpu = ownCpu().minus(farmCpuBefore);
            FarmRun run = new FarmRun(farm.practice(), limits);
            if (!run.finish(stop, progress -> show.accept(progress.phase().word() + " what was begun"))) {
                return Optional.empty();
            }
            farm.stopArms();
            return Optional.of(report(tally, farmCpu, farm.report(Duration.ZERO)));
        } catch (FarmException e) {
            if (stop.requested()) {
                return Optional.empty(); // stopped while it started
            }
            throw e;
        }
    }

    private boolean practise(Farm farm, WorldTally tally) throws InterruptedException {
        double grewAt = 0;
        while (tally.simulatedSeconds() < options.simulatedSeconds()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.practice().checkHealth();
            double before = tally.simulatedSeconds();
            tally.add(wallSeconds(), progress(farm));
            if (tally.simulatedSeconds() > before) {
                grewAt = tally.wallSeconds();
            } else if (tally.wallSeconds() - grewAt > STANDSTILL_SECONDS) {
                throw new FarmException(
                        ErrorCode.DEVICE,
                        "The Gazebo world stood still for " + STANDSTILL_SECONDS
                                + " s, expected it to be started again;" + " look at "
                                + folder.resolve("gazebo/gazebo.log"));
            }
            show.accept(text(tally, farm.practice().progress(Duration.ofMillis((long) (1000 * tally.wallSeconds())))));
        }
        return true;
    }

    private String text(WorldTally tally, FarmRun.Progress progress) {
        return String.format(
                Locale.ROOT,
                "%.0f of %.0f simulated seconds at %.2f of real time, %d attempts%s",
                tally.simulatedSeconds(),
                options.simulatedSeconds(),
                tally.realTimeFactor(),
                progress.done(),
                progress.problem().map(problem -> "; " + problem).orElse(""));
    }

    private Report report(WorldTally tally, Duration farmCpu, FarmReport farm) {
        return new Report(
                options,
                tally.hertz(),
                tally.simulatedSeconds(),
                tally.wallSeconds(),
                tally.realTimeFactor(),
                tally.speed(),
                tally.restarts(),
                tally.cpu(),
                farmCpu,
                farm);
    }

    private static GazeboProgress progress(Farm farm) {
        return farm.world().orElseThrow();
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double wallSeconds() {
        return Ticker.system().nanos() * 1e-9;
    }

    /** The same keys as for any farm, so that it can be looked at with any command. */
    private FarmConfig config() {
        Path file = folder.resolveSibling(folder.getFileName() + ".yaml");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, """
                    farm: {arms: %d, seed: %d}
                    simulation: {kind: gazebo, image_pixels: %s, gazebo: {camera_hertz: %s, step_ms: %s}}
                    evaluation: {attempts: 0}
                    """.formatted(
                            options.arms(),
                            options.seed(),
                            options.image(),
                            options.cameraHertz(),
                            options.stepMilliseconds()));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, file + " cannot be written: " + e + "; choose another folder with --data", e);
        }
        return FarmConfig.read(file);
    }
}
