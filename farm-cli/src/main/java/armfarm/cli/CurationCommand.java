package armfarm.cli;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.Curation;
import armfarm.episodes.CurationResult;
import armfarm.messages.AttemptId;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What excluding and including have in common. */
abstract class CurationCommand implements Callable<Integer> {
    /** A decision about attempts, as {@link Curation} takes it. */
    @FunctionalInterface
    interface Decision {
        CurationResult take(Curation curation, List<AttemptId> attempts, String by, String reason, boolean dryRun);
    }

    private final String done;
    private final Decision decision;

    @Mixin
    private DataOption data;

    @Mixin
    private AttemptSelection chosen;

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(List<String> changed, long unchanged, long unusable, boolean dryRun) {}

    /** @param done the verb, for example excluded */
    CurationCommand(String done, Decision decision) {
        this.done = done;
        this.decision = decision;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        CurationResult result = StoreAccess.ask(
                data.existing(),
                store -> decision.take(store.curation(), chosen.in(store), chosen.by(), chosen.reason(), dryRun));
        if (json) {
            Json.print(new Result(
                    result.changed().stream().map(Object::toString).toList(),
                    result.unchanged(),
                    result.unusable(),
                    dryRun));
        } else {
            print(result);
        }
        return 0;
    }

    private void print(CurationResult result) {
        System.out.printf(
                "%d attempts %s%s, %d were so already%s.%n",
                result.changed().size(),
                dryRun ? "would be " : "",
                done,
                result.unchanged(),
                result.unusable() == 0
                        ? ""
                        : ", " + result.unusable() + " stay out: purged, or images damaged or missing");
    }
}
