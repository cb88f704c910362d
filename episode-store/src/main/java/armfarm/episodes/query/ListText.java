package armfarm.episodes.query;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of an answer as one text, for formats without lists: as JSON writes it, for example {@code [0.5, null, "a"]}, but for
 * numbers that are not finite, which JSON does not know: {@code NaN}, {@code Infinity}. Stateless.
 */
public final class ListText {
    private ListText() {}

    /** @param list of Double, Long, Boolean or String; elements may be null */
    public static String of(List<?> list) {
        return list.stream().map(ListText::element).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String element(Object element) {
        return element instanceof String text
                ? '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"'
                : String.valueOf(element);
    }
}
