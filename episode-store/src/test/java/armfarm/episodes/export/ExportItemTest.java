package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Split;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.PredictedCauses;
import armfarm.messages.Purpose;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportItemTest {
    private final Attempts attempts = new Attempts(3);

    private String policy() {
        return next().policy();
    }

    private ExportItem next() {
        GraspAttempt attempt = attempts.next();
        return new ExportItem(
                new SnapshotMember(
                        1, attempt.id(), Split.TRAIN, attempt.ended().labels().get(0), ""),
                attempt);
    }

    @Test
    void metadataHasThePredictedCausesAndNullWithoutThem() {
        attempts.model = Optional.of(new ModelVersion("m0001-9f2c41aa"));
        assertThat(AttemptMetadata.of(next())).containsEntry("predicted_causes", null);

        attempts.predictedCauses = Optional.of(new PredictedCauses(0.125, 0.0625, 0.0625));
        assertThat(AttemptMetadata.of(next()))
                .containsEntry("predicted_causes", Map.of("empty", 0.125, "slipped", 0.0625, "blocked", 0.0625));
    }

    @Test
    void saysWhatChoseTheCommand() {
        assertThat(policy()).isEqualTo("random");

        attempts.model = Optional.of(new ModelVersion("m0001-9f2c41aa"));
        assertThat(policy()).isEqualTo("model");

        attempts.exploration = true;
        assertThat(policy()).isEqualTo("random");
    }

    @Test
    void doesNotTakeARecordingForARandomChoice() {
        attempts.purpose = Purpose.IMPORT;

        assertThat(policy()).isEqualTo("recorded");
    }
}
