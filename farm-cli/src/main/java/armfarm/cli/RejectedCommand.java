package armfarm.cli;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.StoredRejection;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm rejected}: the records of the event stream that could not be used. {@code dlq} is its older name. */
@Command(
        name = "rejected",
        aliases = "dlq",
        mixinStandardHelpOptions = true,
        description = "Look at records of the event stream that were rejected, and try them again. Nothing is deleted.",
        subcommands = {RejectedCommand.ListThem.class, RejectedCommand.Show.class, RejectedCommand.Retry.class})
final class RejectedCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: list, show or retry");
    }

    /** {@code armfarm rejected list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List rejected records, oldest first. The farm may be running.")
    static final class ListThem implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--after", paramLabel = "ID", defaultValue = "0", description = "Only those with a higher id.")
        private long after;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        /** What {@code --json} prints. */
        record Listing(long count, List<RejectedRecordView> records) {}

        @Override
        public Integer call() throws JsonProcessingException {
            Listing result = StoreAccess.ask(
                    data.existing(),
                    store -> new Listing(
                            store.rejectedRecords().count(),
                            store.rejectedRecords().list(after, limit).stream()
                                    .map(rejection -> RejectedRecordView.of(rejection))
                                    .toList()));
            if (json) {
                Json.print(result);
                return 0;
            }
            result.records().forEach(rejection -> System.out.println(rejection.line()));
            System.out.printf("%d of %d rejected records.%n", result.records().size(), result.count());
            return 0;
        }
    }

    /** {@code armfarm rejected show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show a rejected record: where it comes from, why, its bytes and what they say.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "ID", description = "Of the record, see 'armfarm rejected list'.")
        private long id;

        @Option(names = "--raw", paramLabel = "FILE", description = "Write the bytes there, as received.")
        private Path raw;

        @Option(names = "--json", description = "Print one line of JSON, with all bytes.")
        private boolean json;

        @Override
        public Integer call() throws JsonProcessingException {
            RejectedRecordView.Whole whole = StoreAccess.ask(data.existing(), store -> {
                StoredRejection rejection = store.rejectedRecords()
                        .find(id)
                        .orElseThrow(() -> new FarmException(
                                ErrorCode.CONFIG,
                                "There is no rejected record " + id
                                        + "; 'armfarm rejected list' shows those there are"));
                return RejectedRecordView.whole(
                        rejection,
                        store.rejectedRecords().payload(id).orElseThrow().bytes());
            });
            if (raw != null) {
                write(whole.bytes());
            }
            if (json) {
                Json.print(whole.json());
            } else {
                System.out.print(whole.text());
            }
            return 0;
        }

        private void write(byte[] bytes) {
            try {
                Files.write(raw, bytes);
            } catch (IOException e) {
                throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + raw + ": " + e, e);
            }
        }
    }

    /** {@code armfarm rejected retry}. */
    @Command(
            name = "retry",
            aliases = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Try rejected records again, on a stopped farm: for example after an update that can read them.",
                "An attempt is stored if all its events are there and nothing of it is stored yet."
            })
    static final class Retry implements Callable<Integer> {
        @Mixin
        private NewDataOption data;

        @ArgGroup(multiplicity = "1")
        private Which which;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        /** Some or all. */
        static final class Which {
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Of records, see 'armfarm rejected list'.")
            private List<Long> ids = new ArrayList<>();

            @Option(names = "--all", description = "Every rejected record.")
            private boolean all;
        }

        /** What {@code --json} prints. */
        record Tried(long attemptsStored, Map<Long, String> results) {}

        @Override
        public Integer call() throws JsonProcessingException {
            RejectedRecordRetry.Report report = StoreAccess.change(data.existing(), store -> {
                RejectedRecordRetry retry = new RejectedRecordRetry(store, InstantSource.system());
                return which.all ? retry.all() : retry.some(which.ids);
            });
            if (json) {
                Json.print(new Tried(report.attemptsStored(), report.results()));
                return 0;
            }
            report.results().forEach((record, result) -> System.out.println(record + ": " + result));
            System.out.printf(
                    "%d records tried, %d attempts stored.%n", report.results().size(), report.attemptsStored());
            return 0;
        }
    }
}
