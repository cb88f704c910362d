package armfarm.episodes.query;

import armfarm.messages.FailureCause;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How grasps ended against how their models thought that they would: attempts that ended in success or failure by the label that
 * counts, and of which causes were predicted. Immutable.
 *
 * @param expected sums of the predicted probabilities: so many would end so if the models were right
 * @param happened how many did
 * @param byPredictedCause the same attempts by the likeliest cause, in the order of {@link FailureCause}; all three, also with none
 */
public record CauseTable(Expected expected, Ends happened, List<Row> byPredictedCause) {
    /** Numbers of attempts that need not be whole. */
    public record Expected(double held, double empty, double slipped, double blocked) {}

    /**
     * Numbers of attempts.
     *
     * @param unknown failures of which too little was recorded
     */
    public record Ends(long held, long empty, long slipped, long blocked, long unknown) {
        static final Ends NONE = new Ends(0, 0, 0, 0, 0);

        /** How one ended, with so many more. @param cause empty, slipped or blocked; null if not known */
        Ends plus(boolean success, String cause, long more) {
            if (success) {
                return new Ends(held + more, empty, slipped, blocked, unknown);
            }
            return switch (cause == null ? "" : cause) {
                case "empty" -> new Ends(held, empty + more, slipped, blocked, unknown);
                case "slipped" -> new Ends(held, empty, slipped + more, blocked, unknown);
                case "blocked" -> new Ends(held, empty, slipped, blocked + more, unknown);
                default -> new Ends(held, empty, slipped, blocked, unknown + more);
            };
        }

        public long attempts() {
            return held + empty + slipped + blocked + unknown;
        }
    }

    /** @param cause that was the likeliest */
    public record Row(FailureCause cause, Ends happened) {}

    public CauseTable {
        byPredictedCause = List.copyOf(byPredictedCause);
    }

    public long attempts() {
        return happened.attempts();
    }

    /** Adds up what the store counts. Confined to one thread. */
    public static final class Sum {
        private final Map<FailureCause, Ends> rows = new EnumMap<>(FailureCause.class);
        private Ends all = Ends.NONE;
        private final double[] expected = new double[4];

        /**
         * Attempts that were predicted and ended alike.
         *
         * @param likeliest predicted cause
         * @param cause of the failure, as the view {@code grasps} writes it; null if it did not fail or too little is known
         * @param probabilities sums of held, empty, slipped and blocked
         */
        public void add(FailureCause likeliest, boolean success, String cause, long attempts, double... probabilities) {
            rows.put(likeliest, rows.getOrDefault(likeliest, Ends.NONE).plus(success, cause, attempts));
            all = all.plus(success, cause, attempts);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += probabilities[i];
            }
        }

        public CauseTable table() {
            return new CauseTable(
                    new Expected(expected[0], expected[1], expected[2], expected[3]),
                    all,
                    List.of(FailureCause.values()).stream()
                            .map(cause -> new Row(cause, rows.getOrDefault(cause, Ends.NONE)))
                            .toList());
        }
    }
}
