package armfarm.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.cli.plots.PracticeAttempts;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.state.FarmCondition;
import armfarm.controller.state.FarmState;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ArmId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.SuccessRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmMetricsTest {
    @TempDir
    Path folder;

    @Test
    void tellsEveryPartWithNameUnitAndLabels() {
        String text = new FullMetrics(folder, batch -> {}).text();

        assertThat(text.lines())
                .contains(
                        "armfarm_build_info{role=\"up\",version=\"" + SoftwareVersion.CURRENT + "\"} 1",
                        "armfarm_attempts_stored_total 990.0",
                        "armfarm_attempts_total{arm=\"arm_1\",outcome=\"success\"} 600.0",
                        "armfarm_attempts_total{arm=\"arm_1\",outcome=\"unknown\"} 0.0",
                        "armfarm_success_ratio{arm=\"arm_1\"} 0.75",
                        "armfarm_fleet_success_ratio 0.5",
                        "armfarm_arm_state{arm=\"arm_1\",state=\"starting\"} 1.0",
                        "armfarm_arm_state{arm=\"arm_1\",state=\"stopped\"} 0.0",
                        "armfarm_spool_bytes 108.0",
                        "armfarm_events_failed_total 105.0",
                        "armfarm_ingest_lag_records 208.0",
                        "armfarm_training_active 1.0",
                        "armfarm_training_seconds 12.5",
                        "armfarm_model_round 13.0",
                        "armfarm_model_overconfidence_ratio 0.25",
                        "armfarm_model_created_timestamp_seconds 1.7953488026E9",
                        "armfarm_disk_min_free_bytes 5.36870912E8",
                        "armfarm_phase{phase=\"paused\"} 1.0",
                        "armfarm_arm_state_seconds{arm=\"arm_1\"} 7.0",
                        "armfarm_component_up{component=\"Kafka\"} 0.0",
                        "armfarm_component_age_seconds{component=\"Kafka\"} 12.0",
                        "armfarm_notice{kind=\"paused\",urgency=\"person\"} 1.0",
                        "armfarm_notice{kind=\"component_away\",urgency=\"heals\"} 1.0",
                        "armfarm_notice{kind=\"component_away\",urgency=\"person\"} 0.0",
                        "armfarm_problem 1.0")
                .anyMatch(line -> line.matches("armfarm_disk_free_bytes [1-9].*"))
                .anyMatch(line -> line.matches("jvm_memory_used_bytes\\{area=\"heap\"} [1-9].*"));
    }

    @Test
    void leavesOutWhatIsNotKnownYet() {
        FarmMetrics metrics = FarmMetrics.of("controller")
                .success(() -> Map.of(new ArmId("arm_1"), new SuccessRate(0, 0)), () -> new SuccessRate(0, 0))
                .models(List::of)
                .predictions(
                        () -> new SuccessByPolicy(new SuccessRate(1, 9), List.of(), List.of(), new SuccessRate(0, 0)))
                .state(() -> new FarmState(FarmCondition.PRACTISING, List.of(), List.of(), List.of()));

        String text = metrics.page(null).text();

        assertThat(text.lines()).contains("armfarm_model_round 0.0", "armfarm_problem 0.0");
        assertThat(FullMetrics.names(text))
                .doesNotContain(
                        "armfarm_success_ratio",
                        "armfarm_fleet_success_ratio",
                        "armfarm_model_overconfidence_ratio",
                        "armfarm_model_overconfidence_low_ratio",
                        "armfarm_model_created_timestamp_seconds");
        assertThat(text).doesNotContain("NaN\n");
    }

    @Test
    void measuresFromTheEndOfAnAttemptToItsCommit() {
        List<EpisodeBatch> stored = new ArrayList<>();
        FullMetrics full = new FullMetrics(folder, stored::add);
        EpisodeBatch batch = twoAttempts();

        full.timed().append(batch);

        assertThat(stored).containsExactly(batch);
        assertThat(full.text().lines())
                .contains(
                        "armfarm_event_to_commit_seconds_bucket{le=\"0.25\"} 0",
                        "armfarm_event_to_commit_seconds_bucket{le=\"0.5\"} 1",
                        "armfarm_event_to_commit_seconds_bucket{le=\"2.5\"} 2",
                        "armfarm_event_to_commit_seconds_sum 1.7999999999999998");
    }

    @Test
    void countsNothingThatTheStoreRefused() {
        FullMetrics full = new FullMetrics(folder, batch -> {
            throw new FarmException(ErrorCode.RESOURCE, "disk full");
        });

        assertThatThrownBy(() -> full.timed().append(twoAttempts())).hasMessage("disk full");

        assertThat(full.text().lines()).contains("armfarm_event_to_commit_seconds_count 0");
    }

    @Test
    void speaksOpenMetricsWhenAsked() {
        FarmMetrics metrics = FarmMetrics.of("store");

        FarmMetrics.Page page = metrics.page("application/openmetrics-text;version=1.0.0");

        assertThat(page.contentType()).startsWith("application/openmetrics-text");
        assertThat(page.text()).endsWith("# EOF\n");
        assertThat(metrics.page("*/*").contentType()).startsWith("text/plain; version=0.0.4");
    }

    /** Attempts that ended 1.4 s and 0.4 s ago. */
    private static EpisodeBatch twoAttempts() {
        PracticeAttempts attempts = new PracticeAttempts();
        return new EpisodeBatch(
                List.of(attempts.random("arm_1", true, "train-1"), attempts.random("arm_1", false, "train-1")),
                List.of(),
                List.of());
    }
}
