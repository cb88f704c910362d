package armfarm.cli.bench;

import armfarm.controller.base.JsonFile;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a benchmark of learning has done so far, in a file, so that a later run goes on. Confined to one thread. */
final class LearningSteps {
    private final Path file;
    private final State state;

    /**
     * A farm that has practised.
     *
     * @param practice075At practice attempts after which three of four succeeded, see {@link LearningBenchmark.Seed}
     */
    record FarmDone(
            @JsonProperty("wall_seconds") double wallSeconds,
            @JsonProperty("practice_075_at") Long practice075At) {}

    /** An evaluation. @param predictedMinusAchieved null where nothing is predicted */
    record Tested(
            long n,
            double rate,
            double low,
            double high,
            @JsonProperty("predicted_minus_achieved") Double predictedMinusAchieved) {}

    /** The file. */
    record State(LearningBenchmark.Options options, Map<String, FarmDone> farms, Map<String, Tested> evaluations) {}

    private LearningSteps(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /** @throws FarmException (CONFIG) if the file is of a run with other options */
    static LearningSteps open(Path file, LearningBenchmark.Options options) {
        if (Files.notExists(file)) {
            return new LearningSteps(file, new State(options, new TreeMap<>(), new TreeMap<>()));
        }
        try {
            State found = JsonFile.read(file, State.class);
            if (!found.options().equals(options)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        file + " is of a run with " + found.options() + ", asked for was " + options
                                + "; ask for the same (or more seeds) to go on with it, or choose another folder with --data");
            }
            return new LearningSteps(
                    file, new State(options, new TreeMap<>(found.farms()), new TreeMap<>(found.evaluations())));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    file + " cannot be read: " + e.getMessage() + "; choose another folder with --data",
                    e);
        }
    }

    Optional<FarmDone> farm(long seed) {
        return Optional.ofNullable(state.farms().get(Long.toString(seed)));
    }

    FarmDone remember(long seed, FarmDone done) {
        state.farms().put(Long.toString(seed), done);
        write();
        return done;
    }

    /** The result of a name, evaluated only if it was not before. */
    Tested evaluation(String name, Supplier<Tested> evaluate) {
        Tested known = state.evaluations().get(name);
        if (known == null) {
            known = evaluate.get();
            state.evaluations().put(name, known);
            write();
        }
        return known;
    }

    private void write() {
        try {
            JsonFile.write(file, state);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, file + " cannot be written: " + e + "; choose another folder with --data", e);
        }
    }
}
