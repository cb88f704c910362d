package armfarm.episodes.query;

import java.util.List;
import java.util.regex.Pattern;

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

    /** Whether it says anything about the column. Values are never in the SQL, so a value cannot be taken for a column. */
    public boolean asksFor(FilterColumn column) {
        return Pattern.compile("\\b" + column.label() + "\\b").matcher(sql).find();
    }

    /** Attempts that fit both. @param condition as written in a filter */
    public AttemptFilter and(String condition) {
        return parse(text.isEmpty() ? condition : "(" + text + ") and " + condition);
    }
}
