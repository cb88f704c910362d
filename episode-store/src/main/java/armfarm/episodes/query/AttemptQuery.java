package armfarm.episodes.query;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.List;
import java.util.Locale;

/**
 * Which attempts, which of their columns, in which order, how many. Immutable.
 *
 * @param columns of the view {@code grasps}; empty for all
 * @param order what comes first
 * @param limit at most so many rows; 0 for all
 */
public record AttemptQuery(AttemptFilter filter, List<String> columns, Order order, long limit) {
    /** What comes first. */
    public enum Order {
        NEWEST("attempt_id desc"),
        OLDEST("attempt_id"),
        /** Those the model was sure of and wrong about. */
        WORST(
                "case outcome when 'success' then 1 - predicted when 'failure' then predicted end desc nulls last, attempt_id desc");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        /** For an ORDER BY on the view {@code grasps}. */
        public String sql() {
            return sql;
        }

        /** As written by people. @throws FarmException (CONFIG) if there is no such order */
        public static Order of(String word) {
            for (Order order : values()) {
                if (order.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return order;
                }
            }
            throw new FarmException(
                    ErrorCode.CONFIG, "Order '" + word + "' is not known; expected newest, oldest or worst");
        }
    }

    public AttemptQuery {
        columns = List.copyOf(columns);
    }
}
