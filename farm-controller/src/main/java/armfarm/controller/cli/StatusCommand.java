package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.FarmReport;
import armfarm.controller.ReportBuilder;
import armfarm.controller.StoreAccess;
import armfarm.ingest.spool.EventSpool;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm status}: what the store says, whether the farm runs or not. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show counts and success rates of a running or a stopped farm.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Path folder = data.existing();
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        FarmReport report = StoreAccess.ask(folder, store -> ReportBuilder.build(store, 0, Optional.empty()));
        long spooledBytes = EventSpool.bytesIn(folder.resolve("spool"));
        if (json) {
            Json.print(Json.tree(report).put("spooled_bytes", spooledBytes));
            return 0;
        }
        System.out.println(
                owner.map(o -> "Running as process " + o.pid() + " since " + o.startedAt() + ", page " + o.page())
                        .orElse("Not running."));
        ResultTable.print(report, System.out);
        if (spooledBytes > 0) {
            System.out.printf(
                    "%n%,d bytes of events wait in %s for Kafka to answer; they are not in the numbers above.%n",
                    spooledBytes, folder.resolve("spool"));
        }
        System.out.println(
                "\nKafka keeps events when the process dies, not when the power fails; PostgreSQL and the shards"
                        + " keep what they acknowledged through both.");
        return 0;
    }
}
