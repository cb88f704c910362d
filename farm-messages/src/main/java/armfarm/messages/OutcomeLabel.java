package armfarm.messages;

/**
 * One opinion about the outcome.
 *
 * @param confidence 0..1
 */
public record OutcomeLabel(LabelSource source, Outcome outcome, double confidence) {
    public OutcomeLabel {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + ", expected 0..1");
        }
    }
}
