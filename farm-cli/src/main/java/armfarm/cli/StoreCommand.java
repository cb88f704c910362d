package armfarm.cli;

import armfarm.controller.roles.RoleSetup;
import armfarm.controller.roles.StoreRole;
import armfarm.ingest.IngestMetrics;
import com.fasterxml.jackson.core.JsonProcessingException;
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
        },
        footer = {"", "The shard folder is images.folder in the configuration: see docs/storage.md."})
final class StoreCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Mixin
    private RoleOptions options;

    @Option(names = "--json", description = "End with one line of JSON on stdout.")
    private boolean json;

    /** The end of a store. @param partitions that it read, at any time */
    record Report(
            long records, long attempts, long aborted, long rejected, long duplicates, SortedSet<Integer> partitions) {}

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        return options.run(this::store, options.config(), STOP_SECONDS);
    }

    private int store(RoleSetup setup, StopSignal stop) throws InterruptedException, JsonProcessingException {
        SortedSet<Integer> ever = new ConcurrentSkipListSet<>();
        StoreRole role = StoreRole.start(setup, now -> {
            ever.addAll(now);
            setup.say().accept(text(now));
        });
        try (role) {
            System.err.println("Storing " + role.describe() + ". Ctrl-C stops.");
            while (!stop.await(LOOK_EVERY_MILLISECONDS)) {
                role.checkHealth();
            }
            System.err.println("Stopping.");
        }
        IngestMetrics end = role.metrics();
        Report report =
                new Report(end.records(), end.attempts(), end.aborted(), end.rejected(), end.duplicates(), ever);
        System.err.printf(
                "Stopped. Put together %d attempts (%d aborted) of %d records; %d rejected, %d duplicates.%n",
                report.attempts(), report.aborted(), report.records(), report.rejected(), report.duplicates());
        if (json) {
            Json.print(report);
        }
        return 0;
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
