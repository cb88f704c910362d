package armfarm.cli;

import armfarm.cli.bags.AttemptChoice;
import armfarm.cli.console.ControlEscapes;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.Curation;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm label}: what people say about how an attempt ended. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description = {
            "Say how an attempt ended, or show who said what about it. The farm may be running.",
            "A person's latest label counts in training sets and snapshots made later; earlier labels are kept."
        })
final class LabelCommand implements Callable<Integer> {
    /** What a person can say. */
    enum Verdict {
        SUCCESS,
        FAILURE,
        UNKNOWN
    }

    @Mixin
    private DataOption data;

    @Parameters(
            index = "0",
            paramLabel = "ATTEMPT",
            description = "Id of the attempt, or a beginning of it that fits no other.")
    private String attempt;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OUTCOME",
            description = "success, failure or unknown; left out: show the history.")
    private Verdict verdict;

    @Option(names = "--by", paramLabel = "NAME", description = "Who says so; needed with an outcome.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why.")
    private String note;

    @Option(
            names = "--confidence",
            paramLabel = "P",
            defaultValue = "1.0",
            description = "0 to 1 (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What {@code --json} prints. */
    record History(String attempt, List<Label> labels, List<Decision> decisions) {}

    /** One opinion. */
    record Label(
            long id,
            String source,
            String outcome,
            double confidence,
            String labelledAt,
            String labelledBy,
            String note) {}

    /** One exclusion, inclusion or purge. */
    record Decision(long id, String action, String doneBy, String reason, String doneAt) {}

    @Override
    public Integer call() throws JsonProcessingException {
        if (verdict != null && (by == null || by.isBlank())) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Say who gives the label: --by NAME");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--confidence is " + confidence + ", expected 0 to 1");
        }
        History history = StoreAccess.ask(data.existing(), this::labelled);
        if (json) {
            Json.print(history);
        } else {
            print(history);
        }
        return 0;
    }

    private History labelled(EpisodeStore store) {
        AttemptId id = AttemptChoice.find(store.episodes(), attempt);
        if (verdict != null) {
            store.curation()
                    .addLabel(
                            id,
                            new OutcomeLabel(LabelSource.HUMAN, Outcome.valueOf(verdict.name()), confidence),
                            Optional.of(by),
                            Optional.ofNullable(note));
        }
        return history(store.curation(), id);
    }

    private static History history(Curation curation, AttemptId id) {
        return new History(
                id.toString(),
                curation.labels(id).stream()
                        .map(l -> new Label(
                                l.id(),
                                word(l.label().source()),
                                word(l.label().outcome()),
                                l.label().confidence(),
                                l.labelledAt().toString(),
                                l.labelledBy().orElse(null),
                                l.note().orElse(null)))
                        .toList(),
                curation.decisions(id).stream()
                        .map(d -> new Decision(
                                d.id(),
                                word(d.action()),
                                d.doneBy(),
                                d.reason(),
                                d.doneAt().toString()))
                        .toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void print(History history) {
        System.out.println("Attempt " + history.attempt());
        for (Label l : history.labels()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %s  %-8s %.2f by %s%s%n",
                    l.labelledAt(),
                    l.outcome(),
                    l.confidence(),
                    l.labelledBy() == null ? l.source() : ControlEscapes.oneLine(l.labelledBy()),
                    l.note() == null ? "" : ": " + ControlEscapes.oneLine(l.note()));
        }
        if (history.labels().isEmpty()) {
            System.out.println("  No labels: it was aborted.");
        }
        for (Decision d : history.decisions()) {
            System.out.printf(
                    "  %s  %-8s by %s: %s%n",
                    d.doneAt(), d.action(), ControlEscapes.oneLine(d.doneBy()), ControlEscapes.oneLine(d.reason()));
        }
    }
}
