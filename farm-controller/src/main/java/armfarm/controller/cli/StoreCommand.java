package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.Logging;
import armfarm.controller.StoreRole;
import armfarm.controller.config.FarmConfig;
import armfarm.ingest.IngestMetrics;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm store}: one of the stores of a farm whose parts are processes of their own. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Store what the arms send: one of any number of processes that share the event stream, PostgreSQL and a shard folder.",
            "When one ends or dies, the others go on with its part within seconds. Runs until Ctrl-C or SIGTERM."
        })
final class StoreCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "YAML file that names Kafka, PostgreSQL and images.folder; see docs/configuration.md.")
    private Path configFile;

    @Option(names = "--json", description = "End with one line of JSON on stdout.")
    private boolean json;

    /** The end of a store. @param partitions that it read, at any time */
    record Report(
            long records, long attempts, long aborted, long rejected, long duplicates, SortedSet<Integer> partitions) {}

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        FarmConfig config = FarmConfig.read(configFile);
        StopSignal stop = StopSignal.install();
        try (DataFolder folder = DataFolder.open(data.folder())) {
            Logging.toFile(folder.root().resolve("logs"));
            Report report = run(config, folder, stop);
            System.err.printf(
                    "Stopped. Put together %d attempts (%d aborted) of %d records; %d rejected, %d duplicates.%n",
                    report.attempts(), report.aborted(), report.records(), report.rejected(), report.duplicates());
            if (json) {
                Json.print(report);
            }
            return 0;
        }
    }

    private static Report run(FarmConfig config, DataFolder folder, StopSignal stop) throws InterruptedException {
        SortedSet<Integer> ever = new ConcurrentSkipListSet<>();
        StoreRole role = StoreRole.start(config, folder, InstantSource.system(), now -> {
            ever.addAll(now);
            System.err.println(text(now));
        });
        try (role) {
            System.err.println("Storing " + role.describe() + ". Ctrl-C stops.");
            while (!stop.await(LOOK_EVERY_MILLISECONDS)) {
                Optional<FarmException> fault = role.fault();
                if (fault.isPresent()) {
                    throw fault.get();
                }
            }
            System.err.println("Stopping.");
        }
        IngestMetrics end = role.metrics();
        return new Report(end.records(), end.attempts(), end.aborted(), end.rejected(), end.duplicates(), ever);
    }

    private static String text(SortedSet<Integer> partitions) {
        if (partitions.isEmpty()) {
            return "Reading no partition: others have them all, and this store goes on when one of them ends.";
        }
        StringBuilder text = new StringBuilder("Reading " + partitions.size() + " partitions:");
        partitions.forEach(partition -> text.append(' ').append(partition));
        return text.append('.').toString();
    }
}
