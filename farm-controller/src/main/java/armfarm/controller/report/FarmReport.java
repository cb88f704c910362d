package armfarm.controller.report;

import armfarm.episodes.FailureCounts;
import armfarm.messages.SuccessRate;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What the farm achieved, as {@code --json} prints it.
 *
 * @param attempts all attempts ever begun, practice and evaluation
 * @param rejected attempts that are lost: of which records were rejected and nothing was stored
 * @param rejectedRecords records that could not be used, kept with the reason; {@code armfarm rejected list} lists them
 * @param wallSeconds how long this run took; absent when read from a stopped farm
 * @param labelAgreement share of the lifts that the worse of the two sensor rules judges as the simulator does, 0..1; absent without
 *     both
 * @param realTimeFactor simulated seconds in a second; absent where no simulation keeps one time for all arms
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FarmReport(
        long attempts,
        long stored,
        long rejected,
        @JsonProperty("rejected_records") long rejectedRecords,
        long aborted,
        long duplicates,
        long models,
        @JsonProperty("wall_seconds") Double wallSeconds,
        Success success,
        long collected,
        long evaluated,
        @JsonProperty("label_agreement") Double labelAgreement,
        @JsonProperty("real_time_factor") Double realTimeFactor,
        Failures failures) {
    /** Why practice attempts failed, by the label that counts. @param unknown of which too little was recorded */
    public record Failures(long empty, long slipped, long blocked, long unknown) {
        static Failures of(FailureCounts counts) {
            return new Failures(counts.empty(), counts.slipped(), counts.blocked(), counts.unknown());
        }
    }

    /**
     * Success rates with 95 % Wilson intervals.
     *
     * @param random random commands: on the held-out objects of the closing evaluation if there was one, else in practice
     * @param policyHeldout first grasps of the latest model on held-out objects
     * @param byModel practice attempts of each model, exploration left out
     */
    public record Success(
            Rate random,
            @JsonProperty("random_training") Rate randomTraining,
            @JsonProperty("policy_heldout") Rate policyHeldout,
            @JsonProperty("by_model") List<ModelRate> byModel) {}

    /** A rate with its interval; null without attempts. */
    public record Rate(long n, Double rate, Double low, Double high) {
        static Rate of(SuccessRate r) {
            return r.attempts() == 0
                    ? new Rate(0, null, null, null)
                    : new Rate(r.attempts(), round(r.rate()), round(r.low()), round(r.high()));
        }
    }

    /** @param trainedOn size of the training set the model was made from */
    @JsonPropertyOrder({"model", "n", "rate", "low", "high"})
    public record ModelRate(
            String model,
            long n,
            Double rate,
            Double low,
            Double high,
            @JsonProperty("trained_on") long trainedOn,
            String state) {}

    static Double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
