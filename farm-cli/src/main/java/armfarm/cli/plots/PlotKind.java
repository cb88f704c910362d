package armfarm.cli.plots;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be plotted. */
public enum PlotKind {
    TIME("success-over-time", "was judged in practice (purpose 'collection')"),
    MODEL("success-by-model", "was judged a success or a failure"),
    OBJECT("success-by-object", "was judged a success with a known object"),
    ARM("success-by-arm", "was judged a success or a failure"),
    FAILURES("failures-by-arm", "was judged a success or a failure"),
    FAILURES_TIME("failures-over-time", "was judged in practice (purpose 'collection')"),
    CAUSES("predicted-causes", "failed by a known cause and has a predicted one"),
    CALIBRATION("calibration", "was judged and has a predicted probability; random choices have none");

    private final String fileName;
    private final String need;

    PlotKind(String fileName, String need) {
        this.fileName = fileName;
        this.need = need;
    }

    /** As typed by people. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of its file, without the ending. */
    public String fileName() {
        return fileName;
    }

    /** What an attempt must be to appear, after "none of them". */
    String need() {
        return need;
    }

    /**
     * From words; none, or 'all' among them, are all kinds.
     *
     * @return each kind once, in the order of this enum
     * @throws FarmException (CONFIG) if a word is not a kind
     */
    public static List<PlotKind> of(List<String> words) {
        for (String word : words) {
            if (!word.equals("all")
                    && Arrays.stream(values()).noneMatch(kind -> kind.label().equals(word))) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "There is no plot '" + word + "'; expected "
                                + Arrays.stream(values()).map(PlotKind::label).collect(Collectors.joining(", "))
                                + " or all");
            }
        }
        return Arrays.stream(values())
                .filter(kind -> words.isEmpty() || words.contains("all") || words.contains(kind.label()))
                .toList();
    }
}
