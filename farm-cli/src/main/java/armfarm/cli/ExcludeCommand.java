package armfarm.cli;

import armfarm.episodes.Curation;
import picocli.CommandLine.Command;

/** {@code armfarm exclude}: takes attempts out. */
@Command(
        name = "exclude",
        mixinStandardHelpOptions = true,
        description = {
            "Leave attempts out of snapshots and training sets made from now on. The farm may be running.",
            "Nothing is deleted, and frozen sets stay as they are; 'armfarm include' takes it back."
        })
final class ExcludeCommand extends CurationCommand {
    ExcludeCommand() {
        super("excluded", Curation::exclude);
    }
}
