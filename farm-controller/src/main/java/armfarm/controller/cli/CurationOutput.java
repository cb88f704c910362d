package armfarm.controller.cli;

import armfarm.episodes.CurationResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import picocli.CommandLine.Option;

/** How excluding and including say what they did. */
final class CurationOutput {
    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(List<String> changed, long unchanged, long unusable, boolean dryRun) {}

    boolean dryRun() {
        return dryRun;
    }

    /** @param done the verb, for example excluded */
    void print(CurationResult result, String done) throws JsonProcessingException {
        if (json) {
            Json.print(new Result(
                    result.changed().stream().map(Object::toString).toList(),
                    result.unchanged(),
                    result.unusable(),
                    dryRun));
            return;
        }
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
