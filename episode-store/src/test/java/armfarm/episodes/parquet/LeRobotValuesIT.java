package armfarm.episodes.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.imports.CollectingVisitor;
import armfarm.messages.AttemptId;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of LeRobot columns as other programs write them: each comes over as it is, or its episode is rejected with a reason. */
class LeRobotValuesIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arm=3/success=false",
                "episode_index=9/next.success=true/frame_index=4",
                "[ab] * ? {c,d}",
                "it's \"quoted\" \\ and ünïcode 机器人",
                "%41#~!"
            })
    void whatFoldersAreCalledChangesNothing(String name) {
        new LeRobotSet(folder.resolve("a set"), 1); // what a pattern would find as well
        LeRobotSet set = new LeRobotSet(folder.resolve(name).resolve("set"), 3);

        CollectingVisitor read = set.read();

        assertThat(read.problems).isEmpty();
        assertThat(read.attempts).extracting(GraspAttempt::id).containsExactlyElementsOf(ids(set));
        assertThat(outcomes(read)).containsExactly(Outcome.SUCCESS, Outcome.FAILURE, Outcome.SUCCESS);
        assertThat(read.attempts)
                .extracting(attempt -> attempt.started().arm().name())
                .containsOnly("arm_1");
    }

    @Test
    void anotherFileThatFitsAsAPatternIsNotRead() throws SQLException, IOException {
        LeRobotSet other = new LeRobotSet(folder.resolve("night 1"), 1);
        other.replaceEpisodes("'arm_9' as arm");
        LeRobotSet asked = new LeRobotSet(folder.resolve("night ?"), 1);

        assertThat(asked.read().attempts)
                .extracting(attempt -> attempt.started().arm().name())
                .containsExactly("arm_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null::boolean                                               | UNKNOWN",
                "'nan'::float                                                | UNKNOWN",
                "true                                                        | SUCCESS",
                "1::bigint                                                   | SUCCESS",
                "0.0::double                                                 | FAILURE",
                "[true]                                                      | SUCCESS",
                "[]::boolean[]                                               | UNKNOWN",
                "case when frame_index = 0 then true end                     | SUCCESS",
                "case when frame_index = 1 then false end                    | FAILURE",
                "case when frame_index = 0 then false end                    | UNKNOWN"
            })
    void framesSaySuccessFailureOrNothing(String frames, Outcome expected) throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 1);
        set.replaceEpisodes("null::boolean as success");
        set.replaceFrames(frames + " as \"next.success\"");

        CollectingVisitor read = set.read();

        assertThat(read.rejected).isEmpty();
        assertThat(outcomes(read)).containsExactly(expected);
    }

    @Test
    void onlySomeEpisodesAreJudged() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 3);
        set.replaceEpisodes("case when episode_index = 2 then false end as success");
        set.replaceFrames("case when episode_index = 1 then true end as \"next.success\"");

        assertThat(outcomes(set.read())).containsExactly(Outcome.UNKNOWN, Outcome.SUCCESS, Outcome.FAILURE);
    }

    @Test
    void framesWithoutTheColumnSayNothing() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
        set.replaceEpisodes("null::boolean as success");
        LeRobotSet.rewrite(set.frames(), "* exclude (\"next.success\")");

        assertThat(outcomes(set.read())).containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2", "0.5::float", "'maybe'", "'inf'::double", "[3]"})
    void aCodeIsNoOutcome(String code) throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 1);
        set.replaceEpisodes("null::boolean as success");
        set.replaceFrames(code + " as \"next.success\"");
        LeRobotSet other = new LeRobotSet(folder.resolve("other"), 1);
        other.replaceEpisodes(code + " as success");

        assertThat(set.read().rejected.get(0L)).contains("next.success is neither true nor false");
        assertThat(other.read().rejected.get(0L)).contains("success in meta/episodes is neither true nor false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5 as predicted_probability                         | predicted_probability in meta/episodes is no number of 0..1",
                "'-inf'::double as predicted_probability              | predicted_probability in meta/episodes is no number of 0..1",
                "'high' as predicted_probability                      | predicted_probability in meta/episodes is no number of 0..1",
                "-0.1 as confidence                                   | confidence in meta/episodes is no number of 0..1",
                "'+999999999-12-31T23:59:59Z' as started_at           | before the year 1970 or after 2200",
                "'1969-07-20T20:17:40Z' as started_at                 | before the year 1970 or after 2200",
                "[1, 2, 3]::double[] as camera_intrinsics             | camera_intrinsics in meta/episodes is not 4 finite numbers",
                "[1, 2, 3, 'nan'::double] as camera_intrinsics        | camera_intrinsics in meta/episodes is not 4 finite numbers",
                "[1, 2, 3, null]::double[] as camera_intrinsics       | camera_intrinsics in meta/episodes is not 4 finite numbers",
                "[-9, 2, 3, 4]::double[] as camera_intrinsics         | focal length below 0",
                "[0, 0, 0, 0, 0, 0, 0]::double[] as camera_in_base    | camera_in_base in meta/episodes is no pose",
                "3 as length                                          | holds 2 of its frames, expected 3"
            })
    void rejectsEpisodesThatAreDescribedWrongly(String replacement, String reason) throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 1);
        set.replaceEpisodes(replacement);

        CollectingVisitor read = set.read();

        assertThat(read.attempts).isEmpty();
        assertThat(read.rejected.get(0L)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.7e9 + frame_index as \"observation.elapsed_seconds\"             | Unix time is none",
                "'nan'::float as \"observation.elapsed_seconds\"                    | no time since the episode began",
                "-1::float as \"observation.elapsed_seconds\"                       | no time since the episode began",
                "null::float as \"observation.elapsed_seconds\"                     | a frame has no timestamp",
                "10 - frame_index as \"observation.elapsed_seconds\"                | is before the one before it",
                "1 - frame_index as frame_index                                     | not in the order of frame_index",
                "null::bigint as frame_index                                        | not in the order of frame_index",
                "frame_index + 0.25 as frame_index                                  | not in the order of frame_index",
                "null::float[] as action                                            | action has 0 numbers, expected 5",
                "[1, 2, 3, 4, 'nan'::float] as action                               | action is no command",
                "['inf'::float, 0, 0, 0, 1] as action                               | action is no command",
                "[0, 0, 'nan'::float, 1, 0, 0, 0] as   \"observation.state\"        | is no pose",
                "{'bytes': null::blob, 'path': 'x'} as \"observation.images.bin\"   | an image has no bytes"
            })
    void rejectsEpisodesWithFramesThatAreNone(String replacement, String reason) throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
        set.replaceFrames(replacement);

        CollectingVisitor read = set.read();

        assertThat(read.attempts).isEmpty();
        assertThat(read.problems).isEmpty();
        assertThat(read.rejected).hasSize(2);
        assertThat(read.rejected.get(1L)).contains(reason);
    }

    @Test
    void rejectsEpisodesWithImagesThatAreNotWhole() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 3);
        String image = "\"observation.images.bin\"";
        set.replaceFrames("{'bytes': case when episode_index = 1 and frame_index = 1 then from_hex(left(hex("
                + image + ".bytes), (octet_length(" + image + ".bytes) - 30) * 2)) else " + image
                + ".bytes end, 'path': "
                + image + ".path} as " + image);

        CollectingVisitor read = set.read();

        assertThat(read.attempts).hasSize(2);
        assertThat(read.rejected).containsOnlyKeys(1L);
        assertThat(read.rejected.get(1L)).startsWith("the image of a frame: JPEG that ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null::bigint", "episode_index + 0.5", "'first'"})
    void framesOfNoEpisodeAreNamed(String index) throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
        set.replaceFrames(index + " as episode_index");

        CollectingVisitor read = set.read();

        assertThat(read.attempts).isEmpty();
        assertThat(read.problems).singleElement().asString().contains("has 4 rows without a whole number");
    }

    @Test
    void aRandomChoiceStaysOne() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
        set.replaceEpisodes("episode_index = 1 as exploration");

        assertThat(set.read().attempts)
                .extracting(attempt ->
                        attempt.frames().get(0).step().orElseThrow().decision().exploration())
                .containsExactly(false, true);
    }

    @Test
    void notKnownStaysNotKnown() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 1);
        set.replaceEpisodes("'nan'::double as predicted_probability, 'nan'::double as confidence,"
                + " []::double[] as camera_intrinsics, null::double[] as camera_in_base");

        GraspAttempt attempt = set.read().attempts.get(0);

        FrameCaptured first = attempt.frames().get(0);
        assertThat(first.step().orElseThrow().decision().predictedProbability()).isEmpty();
        assertThat(attempt.ended().labels().get(0).confidence()).isEqualTo(1);
        assertThat(attempt.started().camera().fxPixels()).isZero();
    }

    @Test
    void saysWhatOthersHaveWrittenIntoOurColumns() throws SQLException, IOException {
        LeRobotSet set = new LeRobotSet(folder.resolve("set"), 2);
        set.replaceEpisodes("'number ' || episode_index as attempt, '22.11.2026' as started_at");

        CollectingVisitor read = set.read();

        assertThat(read.attempts).hasSize(2);
        assertThat(read.attempts.get(0).started().startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(read.leftOut.keySet())
                .containsExactly(
                        "attempt in meta/episodes that is no UUID",
                        "started_at in meta/episodes that is no instant as 2026-11-22T13:00:00Z");
    }

    private static List<Outcome> outcomes(CollectingVisitor read) {
        return read.attempts.stream().map(attempt -> attempt.ended().outcome()).toList();
    }

    private static List<AttemptId> ids(LeRobotSet set) {
        return set.attempts.stream().map(GraspAttempt::id).toList();
    }
}
