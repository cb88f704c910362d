package armfarm.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.messages.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelNoticesTest {
    private static ModelRecord model(String version, ModelState state, String reason) {
        return new ModelRecord(
                new ModelVersion(version), 1, state, Instant.EPOCH, Optional.empty(), "{}", "a file", "00", reason);
    }

    @Test
    void saysThatTheNewestModelWasNotReleasedUntilAnotherOneIs() {
        ModelRecord first = model("m0001-aaaaaaaa", ModelState.FLEET, "newest");
        ModelRecord refused = model("m0002-bbbbbbbb", ModelState.REFUSED, "certainly worse: AUC 0.7 against 0.8");
        ModelRecord third = model("m0003-cccccccc", ModelState.FLEET, "newest");

        assertThat(ModelNotices.of(List.of())).isEmpty();
        assertThat(ModelNotices.of(List.of(first))).isEmpty();
        assertThat(ModelNotices.of(List.of(first, refused, third))).isEmpty();
        assertThat(ModelNotices.of(List.of(first, refused))).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.MODEL_REFUSED);
            assertThat(notice.urgency()).isEqualTo(Notice.Urgency.EXPECTED);
            assertThat(notice.line())
                    .contains("m0002-bbbbbbbb", "certainly worse: AUC 0.7 against 0.8", "stays in use");
        });
    }
}
