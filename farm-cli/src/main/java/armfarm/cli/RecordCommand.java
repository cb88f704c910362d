package armfarm.cli;

import armfarm.cli.night.NightRecording;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm record}: what the arms of a running farm send, with its timing, to a file. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Record everything that the arms of a farm send, with its timing, beside the running farm and without disturbing it.",
            "From the next attempt of each arm on, until Ctrl-C, a limit, or the farm's end; 'armfarm replay-night' replays it.",
            "ROS bags: armfarm bag export."
        })
final class RecordCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "NIGHT",
            required = true,
            description = "File to write; one that is there is never overwritten.")
    private Path output;

    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of a farm with an external Kafka, which may run on another machine.")
    private Optional<Path> config = Optional.empty();

    @ArgGroup
    private Limit limit = new Limit();

    /** At most one way to end. */
    static final class Limit {
        @Option(
                names = "--until",
                paramLabel = "attempts=N",
                converter = Target.Converter.class,
                description = "Stop when N whole attempts are recorded.")
        private Target until;

        @Option(
                names = "--for",
                paramLabel = "DURATION",
                converter = Durations.class,
                description = "Stop after this time, for example 90s, 15m, 8h.")
        private Duration duration;
    }

    @Option(
            names = "--from-start",
            description = "Begin with the oldest record the broker still has; also of a stopped farm.")
    private boolean fromStart;

    @Option(names = "--json", description = "End with one line of JSON on stdout.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        StopSignal stop = StopSignal.install();
        MovingLine line = new MovingLine(System.err, InstantSource.system());
        NightRecording recording = new NightRecording(
                new NightRecording.Options(
                        config.isPresent() ? Path.of(DataOption.CUSTOMARY) : data.existing(),
                        config,
                        fromStart,
                        Optional.ofNullable(limit.duration),
                        Optional.ofNullable(limit.until).map(Target::attempts)),
                InstantSource.system());
        NightRecording.State end;
        try {
            end = recording.run(
                    output,
                    stop::isRequested,
                    broker -> System.err.println("Recording " + broker + " to " + output + ". Ctrl-C stops."),
                    state -> line.show(() -> text("recorded so far", state)));
        } finally {
            line.end();
        }
        System.err.println(text(output + " holds", end));
        if (json) {
            Json.print(end);
        }
        return 0;
    }

    private static String text(String what, NightRecording.State state) {
        return String.format(
                Locale.ROOT,
                "%s: %d events, %d whole attempts, %d without an end, %.1f MB, %.0f s%s",
                what,
                state.events(),
                state.attempts(),
                state.openAttempts(),
                state.bytes() / 1e6,
                state.seconds(),
                state.lost() == 0 ? "" : ", " + state.lost() + " records were deleted before they could be read");
    }
}
