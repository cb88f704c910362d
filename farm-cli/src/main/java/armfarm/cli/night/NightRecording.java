package armfarm.cli.night;

import armfarm.controller.base.SoftwareVersion;
import armfarm.ingest.TopicRecorder;
import armfarm.ingest.night.NightInfo;
import armfarm.ingest.night.NightWriter;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Records a farm until it is told to stop, enough is recorded, or the farm ends. Confined to one thread. */
public final class NightRecording {
    private static final Duration OPEN_ATTEMPTS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CATCH_UP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Options options;
    private final InstantSource clock;

    /**
     * What to record.
     *
     * @param data folder of the farm; not asked if there is a configuration
     * @param config of a farm with somebody else's Kafka
     * @param fromStart begin with the oldest record the broker has, not with the next attempts
     * @param duration at most; empty for no limit
     * @param attempts whole attempts at most; empty for no limit
     */
    public record Options(
            Path data,
            Optional<Path> config,
            boolean fromStart,
            Optional<Duration> duration,
            Optional<Long> attempts) {}

    /**
     * How far it is, or was at the end.
     *
     * @param attempts that are in it from start to end
     * @param openAttempts whose end is not in it
     * @param bytes of the file
     * @param lost records that the broker deleted before they could be read
     */
    public record State(
            String recording, long events, long attempts, long openAttempts, long bytes, double seconds, long lost) {}

    public NightRecording(Options options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * Blocks until the end of the recording.
     *
     * @param begun told the broker's address when recording has begun
     * @param progress told often
     * @throws FarmException if there is no farm, the file is there already, or the disk refuses; what was written before stays
     */
    public State run(Path file, BooleanSupplier stopRequested, Consumer<String> begun, Consumer<State> progress) {
        try (RecordingSource source = options.config().isPresent()
                        ? RecordingSource.ofConfiguration(options.config().get())
                        : RecordingSource.ofFolder(options.data(), options.fromStart());
                NightWriter writer = NightWriter.create(
                        file,
                        new NightInfo(
                                source.topic(), source.bootstrapServers(), clock.instant(), SoftwareVersion.CURRENT));
                TopicRecorder recorder = recorder(source, writer)) {
            begun.accept(source.bootstrapServers());
            Instant start = clock.instant();
            if (source.own().isPresent()) {
                recorder.catchUp(CATCH_UP_PATIENCE);
            } else {
                boolean farmEnded = follow(
                        recorder, source, stopRequested, () -> progress.accept(state(recorder, writer, start)), start);
                if (!farmEnded) {
                    awaitOpenAttempts(recorder);
                }
            }
            recorder.finish();
            return state(recorder, writer, start);
        }
    }

    /** A recording that cannot begin leaves no file. */
    private TopicRecorder recorder(RecordingSource source, NightWriter writer) {
        try {
            return new TopicRecorder(source.bootstrapServers(), source.topic(), options.fromStart(), writer, clock);
        } catch (FarmException e) {
            try {
                Files.deleteIfExists(writer.path());
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** @return whether the farm ended by itself */
    private boolean follow(
            TopicRecorder recorder,
            RecordingSource source,
            BooleanSupplier stopRequested,
            Runnable progress,
            Instant start) {
        Instant nextLook = start.plus(LOOK_EVERY);
        while (!stopRequested.getAsBoolean() && !isEnough(recorder, start)) {
            recorder.step();
            progress.run();
            if (clock.instant().isAfter(nextLook)) {
                nextLook = clock.instant().plus(LOOK_EVERY);
                if (source.hasEnded().getAsBoolean()) {
                    recorder.step(); // what had arrived here
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isEnough(TopicRecorder recorder, Instant start) {
        return options.attempts()
                        .filter(target -> recorder.wholeAttempts() >= target)
                        .isPresent()
                || options.duration()
                        .filter(longest ->
                                Duration.between(start, clock.instant()).compareTo(longest) >= 0)
                        .isPresent();
    }

    /** So that the recording ends between attempts, where arms are quick enough. */
    private void awaitOpenAttempts(TopicRecorder recorder) {
        recorder.end();
        Instant deadline = clock.instant().plus(OPEN_ATTEMPTS_PATIENCE);
        while (recorder.openAttempts() > 0 && clock.instant().isBefore(deadline)) {
            recorder.step();
        }
    }

    private State state(TopicRecorder recorder, NightWriter writer, Instant start) {
        return new State(
                writer.path().toString(),
                recorder.events(),
                recorder.wholeAttempts(),
                recorder.openAttempts(),
                writer.bytes(),
                Duration.between(start, clock.instant()).toMillis() / 1000.0,
                recorder.lost());
    }
}
