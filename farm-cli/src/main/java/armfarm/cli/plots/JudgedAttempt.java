package armfarm.cli.plots;

import java.util.OptionalDouble;

/**
 * An attempt that ended in success or failure by the label that counts, as plots need it.
 *
 * @param model version; empty if there was none
 * @param predicted success probability, 0 to 1; empty for a random choice
 * @param object known to have been held; empty if nothing or not known
 * @param objectSet as the view {@code grasps} writes it
 * @param purpose likewise
 * @param failureCause likewise; empty if it did not fail or too little is known
 * @param predictedCause likewise: the likeliest, whether it failed or not; empty if none was predicted
 */
record JudgedAttempt(
        String arm,
        String model,
        Policy policy,
        OptionalDouble predicted,
        String object,
        String objectSet,
        String purpose,
        boolean success,
        String failureCause,
        String predictedCause) {
    /** Who chose the grasp. */
    enum Policy {
        MODEL("chosen by a model"),
        RANDOM("random"),
        /** Of imported attempts that do not say. */
        UNRECORDED("choice not recorded");

        private final String label;

        Policy(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        static Policy of(String model, boolean exploration, String purpose) {
            if (exploration) {
                return RANDOM;
            }
            if (!model.isEmpty()) {
                return MODEL;
            }
            return purpose.equals("import") ? UNRECORDED : RANDOM;
        }
    }

    boolean isPractice() {
        return purpose.equals("collection");
    }
}
