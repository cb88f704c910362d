package armfarm.episodes.query;

import java.util.List;

/**
 * A condition on attempts, from a text as people write it: {@code arm in (3,4) and outcome='failure' and predicted>0.9}.
 * Immutable. The language is described in docs/data.md.
 *
 * @param text as written; empty for all attempts
 * @param sql a condition on the view {@code grasps} with a question mark for each value
 * @param parameters their values, in order
 */
public record AttemptFilter(String text, String sql, List<Object> parameters) {
    /** Every attempt. */
    public static final AttemptFilter ALL = new AttemptFilter("", "true", List.of());

    public AttemptFilter {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a filter; a blank text means all attempts.
     *
     * @throws armfarm.messages.FarmException (CONFIG) if it cannot be understood; the message shows where and what was
     *     expected there
     */
    public static AttemptFilter parse(String text) {
        return text.isBlank() ? ALL : new FilterParser(text.strip()).parse();
    }
}
