package armfarm.cli.bags;

import armfarm.episodes.Episodes;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.List;
import java.util.regex.Pattern;

/** From what people type to attempts: whole ids, or beginnings that fit one attempt each. */
public final class AttemptChoice {
    private static final Pattern ID_PART = Pattern.compile("[0-9a-fA-F-]{1,36}");
    private static final int SHOWN_CANDIDATES = 5;

    private AttemptChoice() {}

    /** @throws FarmException (CONFIG) if the text fits no attempt, or several */
    public static AttemptId find(Episodes episodes, String text) {
        List<AttemptId> found =
                ID_PART.matcher(text).matches() ? episodes.startingWith(text, SHOWN_CANDIDATES) : List.of();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new FarmException(
                ErrorCode.CONFIG,
                found.isEmpty()
                        ? "There is no attempt " + text + " in this farm; expected an attempt's id or its beginning"
                        : "Several attempts begin with " + text + ", for example " + found + "; give more of the id");
    }

    /**
     * Each attempt once, oldest first.
     *
     * @throws FarmException (CONFIG) if a text fits no attempt, or several
     */
    public static List<AttemptId> find(Episodes episodes, List<String> texts) {
        return texts.stream()
                .map(text -> find(episodes, text))
                .distinct()
                .sorted() // ids are ordered by time
                .toList();
    }
}
