package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.FsckReport;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm fsck}: is everything that was stored still there and undamaged, and if not, is that written down. */
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = {
            "Check that every stored image is there and undamaged, on a stopped farm. Changes nothing without --repair."
        })
final class FsckCommand implements Callable<Integer> {
    @Mixin
    private NewDataOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Option(
            names = "--repair",
            description = {
                "Finish purges, write down which images are lost and leave their attempts out of training, bring",
                "hashes of shards up to date with that, cut off bytes that belong to nothing, replace a damaged file or",
                "object of a shard by the whole other one. Brings no image back otherwise: restore shards from a backup",
                "first if there is one."
            })
    private boolean repair;

    @Option(names = "--dry-run", description = "With --repair: only say what would be done.")
    private boolean dryRun;

    /** What {@code --json} prints. */
    record Result(
            long attempts,
            long frames,
            long missing,
            long badHash,
            long duplicateIds,
            long orphanBytes,
            boolean ok,
            List<String> problems,
            long purgedFrames,
            long knownLostFrames,
            List<String> repaired,
            boolean dryRun) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Path folder = data.existing();
        if (DataFolder.runningOwner(folder).isPresent()) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The farm in " + folder.toAbsolutePath().normalize()
                            + " is running and writing; stop it before checking (Ctrl-C in its terminal)");
        }
        FsckReport r = repair || dryRun
                ? StoreAccess.repair(folder, dryRun, this::tell)
                : StoreAccess.check(folder, this::tell);
        Result result = new Result(
                r.attempts(),
                r.frames(),
                r.missing(),
                r.badHash(),
                r.duplicateIds(),
                r.orphanBytes(),
                r.ok(),
                r.problems(),
                r.purgedFrames(),
                r.knownLostFrames(),
                r.repaired(),
                dryRun);
        if (json) {
            Json.print(result);
        } else {
            print(r);
        }
        return r.ok() ? 0 : 1;
    }

    private void tell(String progress) {
        if (!json) {
            System.err.println(progress);
        }
    }

    private void print(FsckReport r) {
        System.out.printf(
                "%d attempts, %d frames: %d missing, %d with a wrong hash, %d duplicate ids, %d orphan bytes%n",
                r.attempts(), r.frames(), r.missing(), r.badHash(), r.duplicateIds(), r.orphanBytes());
        if (r.purgedFrames() + r.knownLostFrames() > 0) {
            System.out.printf(
                    "%d frames are purged, %d are known to be lost and left out of training%n",
                    r.purgedFrames(), r.knownLostFrames());
        }
        if (!r.repaired().isEmpty()) {
            System.out.println(dryRun ? "To be repaired:" : "Repaired:");
            r.repaired().forEach(line -> System.out.println("  " + line));
        }
        r.problems().forEach(p -> System.out.println("  " + p));
        System.out.println(
                r.ok()
                        ? "All is well."
                        : "Something is wrong; restore the shards from a backup, or have it written down with --repair.");
    }
}
