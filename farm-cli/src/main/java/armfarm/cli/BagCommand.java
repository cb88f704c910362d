package armfarm.cli;

import armfarm.cli.bags.AttemptExport;
import armfarm.controller.links.StoreAccess;
import armfarm.ros.bag.BagCompression;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm bag}: recordings into the store and attempts out of it. */
@Command(
        name = "bag",
        mixinStandardHelpOptions = true,
        description = "Bring ROS 1 bags into the farm, and write attempts as bags or MCAP files.",
        subcommands = {BagImportCommand.class, BagCommand.Export.class})
final class BagCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: import or export");
    }

    /** {@code armfarm bag export}. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Write attempts as a ROS 1 bag (for rosbag) or as an MCAP file (for Foxglove).",
                "The farm may be running. 'armfarm bag import' gives the very same attempts back."
            })
    static final class Export implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(
                paramLabel = "ATTEMPT",
                arity = "1..*",
                description = "Id of an attempt, or a beginning of it that fits no other.")
        private List<String> attempts;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                required = true,
                description = "File to write; its ending says which: .bag or .mcap.")
        private Path output;

        @Option(
                names = "--compression",
                paramLabel = "PACKING",
                description = "Bags: none, bz2 or lz4 (default). MCAP: none, lz4 (default) or zstd.")
        private BagCompression compression = BagCompression.LZ4;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        /** What {@code --json} prints. */
        record Result(String file, List<String> attempts, long messages, long bytes) {}

        @Override
        public Integer call() throws JsonProcessingException {
            AttemptExport.Written written = StoreAccess.ask(
                    data.existing(), store -> AttemptExport.write(store.episodes(), attempts, output, compression));
            Result result = new Result(
                    written.file().toString(),
                    written.attempts().stream().map(Object::toString).toList(),
                    written.messages(),
                    written.bytes());
            if (json) {
                Json.print(result);
            } else {
                System.out.printf(
                        Locale.ROOT,
                        "Wrote %d attempts as %d messages, %d bytes: %s%n",
                        result.attempts().size(),
                        result.messages(),
                        result.bytes(),
                        result.file());
            }
            return 0;
        }
    }
}
