package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void hasDefaults() {
        IngestConfig config = IngestConfig.defaults();

        assertThat(config.topic()).isEqualTo(Topics.ARM_EVENTS);
        assertThat(config.retention()).isEqualTo(Duration.ofDays(2));
        assertThat(config.retentionBytes()).isEqualTo(1_073_741_824);
        assertThat(config.attemptTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.commitInterval()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void changesTheTopicOnly() {
        IngestConfig other = IngestConfig.defaults().withTopic("other");

        assertThat(other.topic()).isEqualTo("other");
        assertThat(other.withTopic(Topics.ARM_EVENTS)).isEqualTo(IngestConfig.defaults());
    }

    @Test
    void namesTheWrongKey() {
        Duration time = Duration.ofHours(1);

        assertThatThrownBy(() -> new IngestConfig("t", time, 5, 1 << 20, time, time, 1, 1, time))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("ingest.retention-bytes: found 5");
        assertThatThrownBy(() -> new IngestConfig("t", time, 1 << 20, 1 << 20, time, Duration.ZERO, 1, 1, time))
                .hasMessageContaining("ingest.commit-interval");
        assertThatThrownBy(() -> new IngestConfig("t", Duration.ZERO, 1 << 20, 1 << 20, time, time, 1, 1, time))
                .hasMessageContaining("ingest.retention");
    }
}
