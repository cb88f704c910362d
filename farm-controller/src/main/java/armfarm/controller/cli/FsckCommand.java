package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.StoreAccess;
import armfarm.episodes.FsckReport;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm fsck}: is everything that was stored still there and undamaged. */
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = "Check that every stored image is there and undamaged. Changes nothing.")
final class FsckCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(
            long attempts,
            long frames,
            long missing,
            @JsonProperty("bad_hash") long badHash,
            @JsonProperty("duplicate_ids") long duplicateIds,
            @JsonProperty("orphan_bytes") long orphanBytes,
            boolean ok,
            List<String> problems) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Path folder = data.existing();
        if (DataFolder.runningOwner(folder).isPresent()) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The farm in " + folder.toAbsolutePath().normalize()
                            + " is running and writing; stop it before checking (Ctrl-C in its terminal)");
        }
        FsckReport r = StoreAccess.check(folder);
        Result result = new Result(
                r.attempts(),
                r.frames(),
                r.missing(),
                r.badHash(),
                r.duplicateIds(),
                r.orphanBytes(),
                r.ok(),
                r.problems());
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(result));
        } else {
            System.out.printf(
                    "%d attempts, %d frames: %d missing, %d with a wrong hash, %d duplicate ids, %d orphan bytes%n",
                    r.attempts(), r.frames(), r.missing(), r.badHash(), r.duplicateIds(), r.orphanBytes());
            r.problems().forEach(p -> System.out.println("  " + p));
            System.out.println(r.ok() ? "All is well." : "Something is wrong; restore the shards from a backup.");
        }
        return r.ok() ? 0 : 1;
    }
}
