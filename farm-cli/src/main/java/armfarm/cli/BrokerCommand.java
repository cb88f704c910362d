package armfarm.cli;

import armfarm.cli.console.Logging;
import armfarm.controller.base.DataFolder;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm broker}: a Kafka of one node for trying out roles. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run a Kafka of one node in a process of its own, for trying out the roles without installing one.",
            "A lab has a real cluster: this one keeps a single copy of each record, without encryption or passwords.",
            "The first line on stdout is its address, for kafka.bootstrap_servers. Until SIGTERM or Ctrl-C."
        })
final class BrokerCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Folder of its records and logs.")
    private Path folder;

    @Option(
            names = "--host",
            paramLabel = "H",
            defaultValue = "127.0.0.1",
            description = "Name or address under which clients reach it; any but 127.0.0.1 listens on all addresses"
                    + " (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "9092",
            description = "Port for clients, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--port: found " + port + ", expected 0 to 65535");
        }
        StopSignal stop = StopSignal.install(STOP_SECONDS);
        try (DataFolder data = DataFolder.open(folder)) {
            Logging.toFile(data.root().resolve("logs"));
            try (EmbeddedBroker broker = EmbeddedBroker.start(data.kafka(), host, port, 0)) {
                System.out.println(broker.bootstrapServers());
                System.err.println(
                        "Kafka runs at " + broker.bootstrapServers() + ", data in " + data.root() + ". Ctrl-C stops.");
                while (!stop.await(LOOK_EVERY_MILLISECONDS)) {
                    broker.fault().ifPresent(BrokerCommand::fail);
                }
            }
            return 0;
        }
    }

    private static void fail(FarmException fault) {
        throw fault;
    }
}
