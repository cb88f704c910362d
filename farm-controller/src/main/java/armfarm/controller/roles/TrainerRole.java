package armfarm.controller.roles;

import armfarm.controller.FarmArms;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresModelFiles;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.network.Dl4jEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trainer in a process of its own: trains on what the store holds and puts each model's file into the database. One at a
 * time: another one waits until it is gone.
 *
 * <p>One thread starts and closes it; {@link #checkHealth} may be called from any.
 */
public final class TrainerRole implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));

    private final RoleSetup setup;
    private final OpenParts parts = new OpenParts();
    private final List<SupervisedLoop> loops = new ArrayList<>();
    private EpisodeStore store;
    private RoleLock lock;
    private TrainerDuty duty;
    private volatile long collected;

    private TrainerRole(RoleSetup setup) {
        this.setup = setup;
    }

    /**
     * Starts the trainer. Blocks while another one runs.
     *
     * @return empty if a stop was requested meanwhile
     * @throws FarmException if a service is not configured or does not answer; nothing stays open
     */
    public static Optional<TrainerRole> start(RoleSetup setup) {
        TrainerRole role = new TrainerRole(setup);
        boolean started = false;
        try {
            started = role.open();
            return started ? Optional.of(role) : Optional.empty();
        } finally {
            if (!started) {
                role.parts.close();
            }
        }
    }

    private boolean open() {
        FarmMetrics metrics = RoleMetrics.serve(setup, parts, "trainer", Optional::empty);
        Database database = setup.openDatabase(parts);
        FarmBoard board = setup.openBoard(database);
        store = setup.openStore(parts, database);
        lock = parts.open(new RoleLock(board.lock("trainer"), "trainer"));
        describe(database);
        if (!lock.await(setup)) {
            return false;
        }
        countStored();
        TrainerLoop trainer = TrainerLoop.open(new TrainerLoop.Setup(
                setup.supervision(),
                store,
                new Dl4jEngines(),
                setup.folder().models(),
                setup.folder().trainingCrops(),
                FarmArms.of(setup.config()).graspSpace(),
                setup.config().learning(),
                setup.config().collection(),
                setup.config().seed(),
                SoftwareVersion.CURRENT,
                setup.config().minFreeDiskMegabytes() << 20,
                () -> collected,
                setup.clock(),
                Optional.of(new PostgresModelFiles(database))));
        duty = parts.open(
                new TrainerDuty(setup.supervision(), trainer, board, setup.process(), EVERY, this::countStored));
        metrics.training(trainer::status);
        duty.start();
        every("hold on the trainer's place", lock::renew);
        every("reading of the store", this::countStored);
        return true;
    }

    private void countStored() {
        collected = store.statistics().counts().practice();
    }

    private void describe(Database database) {
        setup.folder()
                .describeOwner(new DataFolder.Owner(
                        ProcessHandle.current().pid(),
                        "",
                        database.location(),
                        setup.clock().instant().toString(),
                        "",
                        setup.config().file(),
                        List.of(),
                        "",
                        "",
                        "trainer"));
    }

    private void every(String what, SupervisedLoop.Turn turn) {
        loops.add(parts.open(setup.supervision().every(EVERY, what, turn, OPTIONS))
                .start());
    }

    /** What was started, for people; one line. */
    public String describe() {
        return "Trainer, "
                + duty.trainer()
                        .model()
                        .map(model -> "goes on from model " + model)
                        .orElse("no model yet") + "; images from "
                + setup.shardFolder() + ", data in " + setup.folder().root();
    }

    /** The newest model, or random. */
    public String model() {
        return duty.trainer().model().map(ModelVersion::name).orElse("random");
    }

    /** @throws FarmException if another trainer took over, or a part cannot go on */
    public void checkHealth() {
        lock.fault().ifPresent(fault -> {
            throw fault;
        });
        setup.checkLoops();
    }

    /** Ends training, also in the middle of a round, within some seconds. */
    @Override
    public void close() {
        duty.stop();
        loops.forEach(SupervisedLoop::stop);
        parts.close();
    }
}
