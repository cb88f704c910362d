package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.PurgePlan;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm purge}: removes images for good. */
@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        description = {
            "Remove the images of attempts for good, on a stopped farm. What was measured and decided stays.",
            "Asks for the number of attempts before it begins. There is no way back except a backup of the shards."
        })
final class PurgeCommand implements Callable<Integer> {
    private static final int MAX_DIGITS = 18;

    @Mixin
    private NewDataOption data;

    @Mixin
    private AttemptSelection chosen;

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description = "The number of attempts, for scripts: nothing is asked, and another number is refused.")
    private Long confirm;

    @Option(names = "--dry-run", description = "Only say what would be purged.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(
            long attempts,
            long frames,
            long bytes,
            long alreadyPurged,
            Map<String, Long> brokenSnapshots,
            long rejectedRecords,
            boolean dryRun) {}

    @Override
    public Integer call() throws JsonProcessingException {
        PurgePlan plan = dryRun
                ? StoreAccess.ask(data.existing(), store -> store.curation().planPurge(chosen.in(store)))
                : StoreAccess.change(data.existing(), this::purge);
        if (json) {
            Json.print(new Result(
                    plan.attempts().size(),
                    plan.frames(),
                    plan.bytes(),
                    plan.alreadyPurged(),
                    new TreeMap<>(plan.snapshots()),
                    plan.rejectedRecords(),
                    dryRun));
        } else {
            describe(plan, dryRun ? "would be purged" : "purged", System.out);
        }
        return 0;
    }

    private PurgePlan purge(EpisodeStore store) {
        List<AttemptId> attempts = chosen.in(store);
        PurgePlan plan = store.curation().planPurge(attempts);
        if (!plan.attempts().isEmpty()) {
            confirm(plan);
        }
        deleteCrops();
        // also with nothing new: an earlier purge may be unfinished
        return store.curation().purge(attempts, chosen.by(), chosen.reason());
    }

    /** The trainer keeps pieces of images; what is missing there it makes anew. */
    private void deleteCrops() {
        Path crops = DataFolder.trainingCrops(data.existing());
        if (!Files.isDirectory(crops)) {
            return;
        }
        try (Stream<Path> files = Files.list(crops)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Nothing was purged: the trainer's crops in " + crops + " cannot be deleted: " + e,
                    e);
        }
    }

    private void confirm(PurgePlan plan) {
        long expected = plan.attempts().size();
        if (confirm == null) {
            describe(plan, "will be purged for good", System.err);
            System.err.print("Type the number of attempts to go on: ");
            System.err.flush();
        }
        long found = confirm == null ? typed() : confirm;
        if (found != expected) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Nothing was purged: " + expected + " attempts are chosen and "
                            + (found < 0 ? "no number" : Long.toString(found)) + " was confirmed. Type the number, or"
                            + " give it with --confirm");
        }
    }

    /** @return -1 for no number */
    private static long typed() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line != null && line.strip().matches("\\d{1," + MAX_DIGITS + "}")
                    ? Long.parseLong(line.strip())
                    : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(PurgePlan plan, String what, PrintStream out) {
        out.printf(
                "%d attempts with %d images, %,d bytes, %s; %d were purged before.%n",
                plan.attempts().size(), plan.frames(), plan.bytes(), what, plan.alreadyPurged());
        new TreeMap<>(plan.snapshots())
                .forEach((snapshot, attempts) ->
                        out.printf("  Snapshot %s loses the images of %d attempts.%n", snapshot, attempts));
        if (plan.rejectedRecords() > 0) {
            out.printf(
                    "  %d rejected records name these attempts and may hold images; they are kept (armfarm rejected).%n",
                    plan.rejectedRecords());
        }
        out.println("  Kafka's log, exports, backups and snapshots copied elsewhere are not touched.");
    }
}
