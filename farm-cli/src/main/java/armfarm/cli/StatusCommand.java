package armfarm.cli;

import armfarm.controller.FarmArms;
import armfarm.controller.FarmPage;
import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.controller.report.FarmReport;
import armfarm.controller.report.ReportBuilder;
import armfarm.controller.roles.BoardState;
import armfarm.episodes.query.ObjectStorage;
import armfarm.ingest.spool.EventSpool;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm status}: what the farm is in and why, and what the store says, whether the farm runs or not. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show what a running or a stopped farm is in and why, and its counts and success rates.",
            "Exit code: 0 all of it, 1 only a part, because the page or the store does not answer, or nobody says."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** For one question to a running farm; counting a large store takes some seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InstantSource clock = InstantSource.system();

    private record Stored(FarmReport report, Optional<ObjectStorage> objects) {}

    /** An answer, or why there is none. */
    private record Asked<T>(Optional<T> answer, String failure) {
        static <T> Asked<T> failed(String why) {
            return new Asked<>(Optional.empty(), why);
        }

        /** A question to a service that hangs is left behind: its thread ends with the process. */
        static <T> Asked<T> of(Supplier<T> question) {
            FutureTask<T> task = new FutureTask<>(question::get);
            Thread thread = new Thread(task, "question");
            thread.setDaemon(true);
            thread.start();
            try {
                return new Asked<>(Optional.of(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)), "");
            } catch (TimeoutException e) {
                return failed("no answer within " + PATIENCE.toSeconds() + " s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed("interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof FarmException known) {
                    return failed(known.getMessage());
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Path folder = data.existing();
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        Optional<Standing> told = owner.map(DataFolder.Owner::page)
                .filter(address -> !address.isEmpty())
                .map(page -> ofPage(folder, page));
        if (told.flatMap(Standing::databaseAway).isPresent()) { // asking it too would only take long
            Asked<Stored> stored = new Asked<>(
                    Optional.empty(), told.flatMap(Standing::databaseAway).get());
            return print(folder, owner, told.get(), stored, Optional.empty());
        }
        // A stopped farm's store is opened here, so that a failure is one of this command.
        Asked<Stored> stored =
                owner.isEmpty() ? new Asked<>(Optional.of(ask(folder)), "") : Asked.of(() -> ask(folder));
        Asked<Optional<BoardState>> asked = Asked.of(
                () -> StoreAccess.askProcesses(folder, processes -> BoardState.read(processes, clock.instant())));
        Optional<BoardState> board = asked.answer().flatMap(found -> found);
        Standing standing = told.or(() -> board.map(found ->
                        Standing.of(found.state(), found.trainerStatus().state())))
                .orElseGet(() -> Standing.ofFolder(
                        owner,
                        asked.failure(),
                        FarmArms.stops(folder).stops(),
                        DataFolder.lastArms(folder),
                        clock.instant()));
        return print(folder, owner, standing, stored, board);
    }

    private int print(
            Path folder,
            Optional<DataFolder.Owner> owner,
            Standing standing,
            Asked<Stored> stored,
            Optional<BoardState> board)
            throws JsonProcessingException {
        if (json) {
            printJson(folder, owner, standing, stored, board);
        } else {
            printText(folder, owner, standing, stored);
        }
        return stored.answer().isPresent() && !standing.phase().equals(Standing.UNKNOWN) ? 0 : 1;
    }

    private static Stored ask(Path folder) {
        return StoreAccess.ask(
                folder,
                store -> new Stored(
                        ReportBuilder.build(store, 0, Optional.empty()),
                        store.queries().objectStorage()));
    }

    private Standing ofPage(Path folder, String page) {
        Asked<Standing> asked = Asked.of(() -> Standing.of(FarmStatusClient.ask(URI.create(page))));
        return asked.answer()
                .orElseGet(() ->
                        Standing.unknown(asked.failure(), FarmArms.stops(folder).stops(), clock.instant()));
    }

    private static void printJson(
            Path folder,
            Optional<DataFolder.Owner> owner,
            Standing standing,
            Asked<Stored> stored,
            Optional<BoardState> board)
            throws JsonProcessingException {
        ObjectNode line = Json.tree(standing);
        owner.ifPresentOrElse(
                found -> line.put("pid", found.pid())
                        .put("page", found.page().isEmpty() ? null : found.page())
                        .put("started_at", found.startedAt()),
                () -> line.putNull("pid").putNull("page").putNull("started_at"));
        line.put("data", folder.toAbsolutePath().normalize().toString()).put("durability", FarmPage.DURABILITY);
        stored.answer()
                .ifPresentOrElse(
                        found -> line.setAll(Json.tree(found.report())),
                        () -> line.put("store_problem", stored.failure()));
        board.ifPresent(found -> line.set("processes", ProcessesText.json(found)));
        stored.answer()
                .flatMap(Stored::objects)
                .ifPresent(objects -> line.set("object_storage", ObjectStorageText.json(objects)));
        Json.print(line.put("spooled_bytes", EventSpool.bytesIn(folder.resolve("spool"))));
    }

    private static void printText(
            Path folder, Optional<DataFolder.Owner> owner, Standing standing, Asked<Stored> stored) {
        System.out.println(owner.map(o -> "Running as process " + o.pid() + " since " + o.startedAt()
                        + (o.page().isEmpty() ? "" : ", page " + o.page()))
                .orElse("Not running."));
        StandingText.print(standing, System.out);
        stored.answer()
                .ifPresentOrElse(
                        found -> ResultTable.print(found.report(), System.out),
                        () -> System.out.println("\nThe store's numbers are missing: " + stored.failure()));
        stored.answer()
                .flatMap(Stored::objects)
                .ifPresent(objects -> System.out.println("\n" + ObjectStorageText.of(objects)));
        long spooledBytes = EventSpool.bytesIn(folder.resolve("spool"));
        if (spooledBytes > 0) {
            System.out.printf(
                    "%n%,d bytes of events wait in %s for Kafka to answer; they are not in the numbers above.%n",
                    spooledBytes, folder.resolve("spool"));
        }
        System.out.println("\n" + FarmPage.DURABILITY);
    }
}
