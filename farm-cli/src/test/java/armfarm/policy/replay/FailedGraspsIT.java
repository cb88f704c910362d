package armfarm.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.plots.PracticeAttempts;
import armfarm.controller.links.StoreAccess;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which failures an arm remembered. */
class FailedGraspsIT {
    @TempDir
    private Path folder;

    @Test
    void practiceRemembersWhatFailedOnTheSceneAndAnEvaluationNothing() {
        PracticeAttempts attempts = new PracticeAttempts();
        GraspAttempt failed = attempts.random("arm_1", false, "mug");
        AttemptStarted next = attempts.random("arm_1", true, "mug").started();

        List<List<Pose>> remembered = StoreAccess.change(folder.resolve("farm"), store -> {
            store.stream().append(new EpisodeBatch(List.of(failed), List.of(), List.of()));
            return List.of(
                    FailedGrasps.before(store.queries(), store.episodes(), next, 2),
                    FailedGrasps.before(store.queries(), store.episodes(), evaluation(next), 2));
        });

        assertThat(remembered.get(0))
                .singleElement()
                .satisfies(pose -> assertThat(pose.distanceMeters(
                                failed.firstStep().orElseThrow().commandedInBase()))
                        .isLessThan(1e-9));
        assertThat(remembered.get(1)).isEmpty();
    }

    private static AttemptStarted evaluation(AttemptStarted started) {
        return new AttemptStarted(
                started.attempt(),
                started.arm(),
                started.attemptNumber(),
                started.startedAt(),
                Purpose.EVALUATION,
                started.objectSet(),
                started.sceneId(),
                started.camera(),
                started.softwareVersion());
    }
}
