package armfarm.policy.training;

import armfarm.episodes.TrainingExample;
import armfarm.messages.FailureCause;
import armfarm.policy.network.AuxiliaryTargets;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt teaches besides its success, in two bytes: the opening in 255 levels, stopped on the way down or not, lost what was
 * between the fingers or not, and why it failed if it did; each may be unknown, as in many imports.
 */
final class AuxiliaryLabel {
    /** Nothing is known. */
    static final short UNKNOWN = (short) 0xff;

    private static final int OPENING_UNKNOWN = 0xff;
    private static final int LEVELS = 0xfe;
    private static final int STOPPED_SHIFT = 8;
    private static final int LOST_SHIFT = 10;
    private static final int CAUSE_SHIFT = 12;
    private static final int NO = 1;
    private static final int YES = 2;
    private static final List<FailureCause> CAUSES = List.of(FailureCause.values());

    private AuxiliaryLabel() {}

    static short of(TrainingExample example) {
        int label = OPENING_UNKNOWN;
        if (example.openingMeters().isPresent()) {
            double share = example.openingMeters().getAsDouble() / AuxiliaryTargets.FULL_OPENING_METERS;
            label = (int) Math.round(LEVELS * Math.max(0, Math.min(1, share)));
        }
        Optional<FailureCause> cause = example.causeIfFailed();
        if (cause.isPresent()) {
            label |= answer(cause.get() == FailureCause.BLOCKED) << STOPPED_SHIFT;
            if (!example.success()) {
                label |= (CAUSES.indexOf(cause.get()) + 1) << CAUSE_SHIFT;
            }
        }
        if (isGripped(example)) {
            label |= answer(!example.success()) << LOST_SHIFT;
        }
        return (short) label;
    }

    /** Whether something was between the fingers after closing, as far as is known. */
    private static boolean isGripped(TrainingExample example) {
        return example.success()
                || example.causeIfFailed().equals(Optional.of(FailureCause.SLIPPED))
                || example.openingMeters().orElse(0) > FailureCause.EMPTY_BELOW_METERS;
    }

    private static int answer(boolean yes) {
        return yes ? YES : NO;
    }

    /** Fills a row that knows nothing yet. */
    static void put(short label, AuxiliaryTargets targets, int row) {
        if ((label & 0xff) != OPENING_UNKNOWN) {
            targets.put(row, 0, (label & 0xff) / (float) LEVELS);
        }
        put(label >> STOPPED_SHIFT & 3, targets, row, 1);
        put(label >> LOST_SHIFT & 3, targets, row, 2);
        int cause = label >> CAUSE_SHIFT & 3;
        if (cause != 0) {
            targets.putCause(row, CAUSES.get(cause - 1));
        }
    }

    private static void put(int answer, AuxiliaryTargets targets, int row, int output) {
        if (answer != 0) {
            targets.put(row, output, answer == YES ? 1 : 0);
        }
    }
}
