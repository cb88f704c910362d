package armfarm.cli;

import armfarm.cli.bags.AttemptChoice;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attempts by id or by a filter, and who takes the decision about them. */
final class AttemptSelection {
    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides this; written down.")
    private String by;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; written down.")
    private String reason;

    /** One way or the other. */
    static final class Which {
        @Parameters(
                paramLabel = "ATTEMPT",
                arity = "1..*",
                description = "Id of an attempt, or a beginning of it that fits no other.")
        private List<String> attempts = new ArrayList<>();

        @Option(
                names = "--where",
                paramLabel = "FILTER",
                description = "All attempts that fit, for example \"arm = 3 and outcome = 'failure'\".")
        private String where;
    }

    String by() {
        return by;
    }

    String reason() {
        return reason;
    }

    /** Each attempt once, oldest first. */
    List<AttemptId> in(EpisodeStore store) {
        return which.where == null
                ? AttemptChoice.find(store.episodes(), which.attempts)
                : store.curation().matching(AttemptFilter.parse(which.where));
    }
}
