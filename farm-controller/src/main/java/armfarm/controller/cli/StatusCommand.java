package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.FarmArms;
import armfarm.controller.FarmReport;
import armfarm.controller.ReportBuilder;
import armfarm.controller.StoreAccess;
import armfarm.episodes.query.ObjectStorage;
import armfarm.ingest.spool.EventSpool;
import armfarm.messages.ArmId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    private record Status(FarmReport report, Optional<ObjectStorage> objects) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Path folder = data.existing();
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        Status status = StoreAccess.ask(
                folder,
                store -> new Status(
                        ReportBuilder.build(store, 0, Optional.empty()),
                        store.queries().objectStorage()));
        FarmReport report = status.report();
        long spooledBytes = EventSpool.bytesIn(folder.resolve("spool"));
        Optional<ProcessesText> processes = StoreAccess.askProcesses(folder, ProcessesText::of);
        if (json) {
            ObjectNode line = Json.tree(report);
            processes.ifPresent(found -> line.set("processes", found.json()));
            status.objects().ifPresent(objects -> line.set("object_storage", ObjectStorageText.json(objects)));
            Json.print(line.put("spooled_bytes", spooledBytes));
            return 0;
        }
        System.out.println(owner.map(o -> "Running as process " + o.pid() + " since " + o.startedAt()
                        + (o.page().isEmpty() ? "" : ", page " + o.page()))
                .orElse("Not running."));
        FarmArms.stops(folder)
                .stops()
                .forEach(stop -> System.out.println("Stopped by a person: "
                        + stop.arm().map(ArmId::name).orElse("all arms") + ", " + stop.describe()
                        + "; 'armfarm arms reset "
                        + stop.arm().map(ArmId::name).orElse("--all") + "' releases"));
        ResultTable.print(report, System.out);
        status.objects().ifPresent(objects -> System.out.println("\n" + ObjectStorageText.of(objects)));
        processes.ifPresent(found -> System.out.println("\n" + found.text()));
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
