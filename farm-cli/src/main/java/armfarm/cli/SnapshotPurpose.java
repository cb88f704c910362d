package armfarm.cli;

import armfarm.episodes.DataQueries;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.FilterColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Which purposes a new snapshot takes attempts of: practice only, unless somebody says otherwise. Evaluations are made on held-out
 * objects; trained on, they would make every later evaluation look better than it is.
 */
enum SnapshotPurpose {
    COLLECTION,
    EVALUATION,
    IMPORT,
    ALL;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String USABLE =
            "outcome in ('success', 'failure') and excluded = false and purged = false and purpose = ";

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws CommandLine.ParameterException if both the filter and the option say something about purposes */
    static void requireOneWord(AttemptFilter asked, Set<SnapshotPurpose> purposes, CommandLine command) {
        if (asked.asksFor(FilterColumn.PURPOSE) && !purposes.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command, "--purpose goes without a --where that asks for a purpose");
        }
    }

    /**
     * The filter with the purposes that were asked for; where nobody asked, practice, or in a store without practice that fits, what
     * was imported of training objects. A filter that says something about purposes itself stays as it is.
     */
    static AttemptFilter restrict(AttemptFilter asked, Set<SnapshotPurpose> purposes, DataQueries queries) {
        if (asked.asksFor(FilterColumn.PURPOSE) || purposes.contains(ALL)) {
            return asked;
        }
        if (purposes.isEmpty() && usable(asked, COLLECTION, queries) == 0 && usable(asked, IMPORT, queries) > 0) {
            return asked.and("purpose in ('import') and object_set = 'training'");
        }
        Set<SnapshotPurpose> wanted = purposes.isEmpty() ? Set.of(COLLECTION) : purposes;
        return asked.and(wanted.stream()
                .sorted()
                .map(purpose -> "'" + purpose.word() + "'")
                .collect(Collectors.joining(", ", "purpose in (", ")")));
    }

    private static long usable(AttemptFilter asked, SnapshotPurpose purpose, DataQueries queries) {
        return queries.count(asked.and(USABLE + "'" + purpose.word() + "'"), PATIENCE);
    }

    /** Usable attempts that fit but for their purpose, in words; empty if there are none, or if none were left out for it. */
    static String leftOut(AttemptFilter asked, AttemptFilter restricted, DataQueries queries) {
        List<String> words = new ArrayList<>();
        for (SnapshotPurpose purpose : List.of(COLLECTION, EVALUATION, IMPORT)) {
            String word = "'" + purpose.word() + "'";
            if (!restricted.equals(asked) && !restricted.text().contains(word)) {
                long attempts = usable(asked, purpose, queries);
                if (attempts > 0) {
                    words.add(String.format(Locale.ROOT, "%,d of purpose %s", attempts, purpose.word()));
                }
            }
        }
        return String.join(", ", words);
    }
}
