package armfarm.controller.cli;

import armfarm.controller.StoreAccess;
import armfarm.episodes.CurationResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code armfarm include}: takes attempts back in. */
@Command(
        name = "include",
        mixinStandardHelpOptions = true,
        description = {
            "Take excluded attempts back into snapshots and training sets made from now on. The farm may be running.",
            "Attempts that are purged, or whose images are damaged or missing, stay out."
        })
final class IncludeCommand implements Callable<Integer> {
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
                store -> store.curation().include(chosen.in(store), chosen.by(), chosen.reason(), output.dryRun()));
        output.print(result, "included");
        return 0;
    }
}
