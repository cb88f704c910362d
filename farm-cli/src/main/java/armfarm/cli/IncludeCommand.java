package armfarm.cli;

import armfarm.episodes.Curation;
import picocli.CommandLine.Command;

/** {@code armfarm include}: takes attempts back in. */
@Command(
        name = "include",
        mixinStandardHelpOptions = true,
        description = {
            "Take excluded attempts back into snapshots and training sets made from now on. The farm may be running.",
            "Attempts that are purged, or whose images are damaged or missing, stay out."
        })
final class IncludeCommand extends CurationCommand {
    IncludeCommand() {
        super("included", Curation::include);
    }
}
