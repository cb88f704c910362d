package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Split;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.Purpose;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportItemTest {
    private final Attempts attempts = new Attempts(3);

    private String policy() {
        GraspAttempt attempt = attempts.next();
        return new ExportItem(
                        new SnapshotMember(
                                1,
                                attempt.id(),
                                Split.TRAIN,
                                attempt.ended().labels().get(0),
                                ""),
                        attempt)
                .policy();
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
