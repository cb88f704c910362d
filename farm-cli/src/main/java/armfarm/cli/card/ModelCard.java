package armfarm.cli.card;

import armfarm.cli.plots.CalibrationData;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is to be known of a model before it is used (Mitchell et al. 2019, "Model Cards for Model Reporting"): put together from what is on
 * record in its file and in the store. Immutable.
 *
 * @param heldBack predictions for attempts that it did not learn from, whoever chose their grasps
 * @param decided of attempts whose grasps it chose itself, by purpose and set of objects
 */
public record ModelCard(
        Identity model, Data data, Configuration configuration, HeldBack heldBack, List<Decided> decided) {
    public ModelCard {
        decided = List.copyOf(decided);
    }

    /**
     * Which model.
     *
     * @param reason why it is in its state
     * @param wentOnFrom the model whose weights it went on from; empty if they began anew, or if {@code seed} is empty too: not recorded
     * @param beganAnewAt attempts of the round in which its weights began anew; 0 if that was not recorded
     * @param file relative to the folder of models
     */
    public record Identity(
            String version,
            int round,
            String state,
            String reason,
            String createdAt,
            String codeVersion,
            String engine,
            Optional<String> wentOnFrom,
            long beganAnewAt,
            long parameters,
            String weightsSha256,
            String file) {}

    /**
     * What it was trained on.
     *
     * @param firstAt when the oldest attempt began; empty if no id says
     * @param heldBackPercent share of all attempts that is never learned from, chosen by their ids
     * @param label which opinion about an attempt counted
     */
    public record Data(
            String trainingSet,
            String sha256,
            String frozenAt,
            long attempts,
            long successes,
            long learnedFrom,
            long heldBack,
            int heldBackPercent,
            Optional<String> firstAt,
            Optional<String> lastAt,
            String label,
            List<Source> sources,
            long chosenByModels,
            long chosenAtRandom) {
        public Data {
            sources = List.copyOf(sources);
        }
    }

    /** Attempts of one source. */
    public record Source(String source, long attempts, long successes) {}

    /**
     * How it was made, with the keys as they are recorded.
     *
     * @param seed as text, since many readers lose digits of 64-bit numbers; empty if not recorded
     * @param practice how arms practised then; empty likewise
     * @param training settings of the training; empty in files from before they were kept
     * @param result how the training went, as it was recorded
     */
    public record Configuration(
            Optional<String> seed,
            JsonNode features,
            Optional<String> network,
            Optional<JsonNode> training,
            Optional<JsonNode> practice,
            JsonNode result) {}

    /**
     * How it predicts what it did not learn from.
     *
     * @param slices by arm, source, and who chose
     * @param failures what it says of those that failed, by cause
     */
    public record HeldBack(
            Measured all, List<Measured.Slice> slices, List<Failures> failures, CalibrationData calibration) {
        public HeldBack {
            slices = List.copyOf(slices);
            failures = List.copyOf(failures);
        }
    }

    /**
     * Attempts that failed for one reason.
     *
     * @param predicted mean probability of success
     * @param auc the chance that a success is rated higher than one of these
     */
    public record Failures(String cause, long n, OptionalDouble predicted, OptionalDouble auc) {}

    /** Attempts that it decided, without random ones. */
    public record Decided(String purpose, String objectSet, Measured measured, CalibrationData calibration) {}
}
