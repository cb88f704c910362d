package armfarm.episodes.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.imports.CollectingVisitor;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever other programs write into the columns of a LeRobot data set, alone or together: each episode is read or rejected with a
 * reason, or the data set is refused; no other exception, no number that is not finite, and no outcome that nobody judged.
 */
class LeRobotValuesPropertyIT {
    /** What stands for the success of an episode in both places, and what that is. */
    private static final Map<String, Outcome> JUDGEMENTS = Map.of(
            "null::boolean", Outcome.UNKNOWN,
            "'nan'::double", Outcome.UNKNOWN,
            "[]::boolean[]", Outcome.UNKNOWN,
            "true", Outcome.SUCCESS,
            "1::tinyint", Outcome.SUCCESS,
            "false", Outcome.FAILURE,
            "0.0::float", Outcome.FAILURE);

    private static final List<String> ODD_NUMBERS = List.of(
            "null", "'nan'::double", "'inf'::double", "-1e308::double", "1.5::double", "0::bigint", "'a'", "[0.5]");

    private static final List<String> ODD_LISTS = List.of(
            "null::double[]",
            "[]::double[]",
            "[1.0]",
            "['nan'::double, 0, 0, 0, 0, 0, 1]",
            "[0.1, 0.2, 'inf'::double, 0, 1]",
            "[0.5, 0.1, 0.2, 1, 0, 0, 0]",
            "['x', 'y']",
            "7");

    /** @param column of the frames if that, else of meta/episodes */
    record Change(boolean ofFrames, String column, String value) {
        String sql() {
            return value + " as \"" + column + "\"";
        }
    }

    private static Arbitrary<Change> change(boolean ofFrames, List<String> columns, List<String> values) {
        return Combinators.combine(Arbitraries.of(columns), Arbitraries.of(values))
                .as((column, value) -> new Change(ofFrames, column, value));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Arbitraries.oneOf(
                        change(
                                true,
                                List.of("observation.elapsed_seconds", "timestamp", "frame_index", "episode_index"),
                                ODD_NUMBERS),
                        change(true, List.of("observation.state", "action"), ODD_LISTS),
                        change(false, List.of("confidence", "predicted_probability", "length"), ODD_NUMBERS),
                        change(false, List.of("camera_intrinsics", "camera_in_base"), ODD_LISTS),
                        change(
                                false,
                                List.of("attempt", "started_at", "arm", "model", "object", "object_set", "exploration"),
                                List.of("null", "''", "'+999999999-01-01T00:00:00Z'", "5", "true", "['a']")))
                .list()
                .uniqueElements(Change::column)
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> judgements() {
        return Arbitraries.of(JUDGEMENTS.keySet().stream().sorted().toList());
    }

    @Property(tries = 40, seed = "2016", shrinking = ShrinkingMode.OFF)
    void readsOrRejectsEachEpisodeAndLearnsNothingThatIsNotThere(
            @ForAll("changes") List<Change> changes, @ForAll("judgements") String judgement) throws Exception {
        Path folder = Files.createTempDirectory("lerobot");
        try {
            LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
            set.replaceEpisodes(replacements(changes, false, judgement + " as success"));
            set.replaceFrames(replacements(changes, true, judgement + " as \"next.success\""));

            CollectingVisitor read = set.read();

            assertThat(read.attempts.size() + read.rejected.size() + read.problems.size())
                    .as("episodes that are accounted for")
                    .isPositive();
            assertThat(read.rejected.values()).allMatch(reason -> !reason.isBlank());
            for (GraspAttempt attempt : read.attempts) {
                assertThat(attempt.ended().outcome()).isEqualTo(JUDGEMENTS.get(judgement));
                assertThat(numbers(attempt)).allMatch(Double::isFinite);
            }
        } catch (FarmException refused) {
            assertThat(refused).hasMessageContaining(folder.toString());
        } finally {
            delete(folder);
        }
    }

    private static String replacements(List<Change> changes, boolean ofFrames, String more) {
        List<String> all = new ArrayList<>(List.of(more));
        changes.stream().filter(change -> change.ofFrames() == ofFrames).forEach(change -> all.add(change.sql()));
        return String.join(", ", all);
    }

    private static List<Double> numbers(GraspAttempt attempt) {
        DoubleStream camera = DoubleStream.of(
                attempt.started().camera().fxPixels(),
                attempt.started().camera().fyPixels(),
                attempt.started().camera().cxPixels(),
                attempt.started().camera().cyPixels(),
                attempt.ended().labels().get(0).confidence());
        Stream<GraspStep> steps =
                attempt.frames().stream().map(FrameCaptured::step).flatMap(step -> step.stream());
        return DoubleStream.concat(
                        camera,
                        steps.flatMapToDouble(step -> DoubleStream.of(
                                step.decision().command().dxMeters(),
                                step.decision().command().dyMeters(),
                                step.decision().command().dzMeters(),
                                step.decision().predictedProbability().orElse(0),
                                step.gripperInBase().xMeters(),
                                step.gripperInBase().qw())))
                .boxed()
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
