package armfarm.messages;

/**
 * One opinion about the outcome of a completed attempt.
 *
 * @param outcome anything but {@link Outcome#ABORTED}: an aborted attempt has a reason instead of labels
 * @param confidence 0..1
 */
public record OutcomeLabel(LabelSource source, Outcome outcome, double confidence) {
    public OutcomeLabel {
        if (outcome == Outcome.ABORTED) {
            throw new IllegalArgumentException("a label says SUCCESS, FAILURE or UNKNOWN, found " + outcome);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + ", expected 0..1");
        }
    }
}
