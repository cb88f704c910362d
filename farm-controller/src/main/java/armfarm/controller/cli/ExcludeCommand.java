package armfarm.controller.cli;

import armfarm.controller.StoreAccess;
import armfarm.episodes.CurationResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code armfarm exclude}: takes attempts out. */
@Command(
        name = "exclude",
        mixinStandardHelpOptions = true,
        description = {
            "Leave attempts out of snapshots and training sets made from now on. The farm may be running.",
            "Nothing is deleted, and frozen sets stay as they are; 'armfarm include' takes it back."
        })
final class ExcludeCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private AttemptSelection chosen;

    @Mixin
    private CurationOutput output;

    @Override
    public Integer call() throws JsonProcessingException {
        CurationResult result = StoreAccess.ask(
                data.existing(),
                store -> store.curation().exclude(chosen.in(store), chosen.by(), chosen.reason(), output.dryRun()));
        output.print(result, "excluded");
        return 0;
    }
}
