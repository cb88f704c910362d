package armfarm.controller.roles;

import armfarm.controller.ArmStation;
import armfarm.controller.FarmArms;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.Patience;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.RosLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.simulation.SimulatedArms;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.LoopNotices;
import armfarm.controller.state.Notice;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.TrainerFacts;
import armfarm.episodes.StoredStream;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresModelFiles;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.LastAttempt;
import armfarm.ingest.broker.Broker;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamPosition;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.PlanState;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.time.SteadyClock;
import armfarm.policy.FeatureSpec;
import armfarm.policy.learning.FetchedModels;
import armfarm.ros.RosHost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One arm in a process of its own: practises by the plan in the database, with the models found there, and sends its events to
 * Kafka.
 *
 * <p>One thread starts and closes it; {@link #checkHealth} may be called from any.
 */
public final class ArmRole implements AutoCloseable {
    /** The arm's thread asks the database between attempts: better to go on without it than to stand still for long. */
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(3);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));

    private static final Duration SEND_TURN = Duration.ofSeconds(2);
    private static final Duration LAST_EVENTS_PATIENCE = Duration.ofSeconds(3);

    private final RoleSetup setup;
    private final OpenParts parts = new OpenParts();
    private ArmSeat seat;
    private Broker broker;
    private AttemptPublisher publisher;
    private ArmDuty duty;
    private volatile ArmHold hold; // asked by the metrics server before it is there
    private URI rosMaster;

    private ArmRole(RoleSetup setup) {
        this.setup = setup;
    }

    /**
     * Starts the arm. Blocks until it may practise.
     *
     * @param name of an arm in the configuration; empty takes one that nobody runs
     * @throws FarmException if a service is not configured or does not answer, or the arm is not to be had; nothing stays open
     */
    public static ArmRole start(RoleSetup setup, Optional<ArmId> name) {
        ArmRole role = new ArmRole(setup);
        try {
            role.open(name);
            return role;
        } catch (RuntimeException | Error e) {
            role.parts.close();
            throw e;
        }
    }

    private void open(Optional<ArmId> name) {
        setup.requireDatabase();
        setup.requireKafka();
        rosMaster = RosLink.externalMaster(setup.connections())
                .orElseThrow(() -> setup.missing(
                        "ros.master_uri", "http://host:11311/ (or run the controller with --ros-port 11311)"));
        FarmMetrics metrics = RoleMetrics.serve(setup, parts, "arm", this::fault);
        FarmArms arms = FarmArms.of(setup.config());
        Database database = setup.openDatabase(parts, DATABASE_PATIENCE);
        FarmBoard board = setup.openBoard(database);
        StoredStream stored = setup.openStore(parts, database).stream();
        broker = setup.openBroker(parts);
        EventLink events = setup.ensureTopic(broker);
        seat = ArmSeat.take(setup, board, arms, name);
        parts.open(seat.lock());
        refuseGazebo();
        publisher = parts.open(
                events.publisher(setup.folder().spool(), setup.connections().spoolMaxMegabytes()));
        setup.supervision().include(publisher.loops());
        sendWhatWaits();
        RosHost host = RosLink.host(setup.connections(), rosMaster);
        if (seat.arm().simulated()) {
            // The master may be in a controller that still starts.
            parts.open(Patience.call(
                    RoleSetup.SERVICE_PATIENCE,
                    setup.stopRequested(),
                    () -> SimulatedArms.startOne(setup.config(), seat.index(), rosMaster, host)));
        }
        FetchedModels models = new FetchedModels(
                new PostgresModelFiles(database),
                setup.folder().models(),
                FeatureSpec.of(arms.graspSpace(), setup.config().learning().input()),
                setup.config().collection());
        ArmStation station = new ArmStation(new ArmStation.Shared(
                setup.config(),
                rosMaster,
                host,
                FarmArms.stops(setup.folder().root()),
                models.policies(),
                publisher,
                setup.clock()));
        duty = parts.open(new ArmDuty(
                setup.supervision(), board, EVERY, () -> models.problem().or(publisher::problem), models::refresh));
        BoardTasks tasks =
                duty.add(station, seat.arm(), seat.index(), setup.process(), lastAttemptNumber(stored, events) + 1);
        describe(database, events);
        hold = new ArmHold(board, arm(), seat.lock(), setup.process(), tasks, new SteadyClock(setup.clock()));
        metrics.arms(duty::activities).sending(publisher::metrics).state(() -> state(tasks));
        every("hold on the arm", hold::look);
        every("fetching of models", models::refresh);
        duty.start();
    }

    private void every(String what, SupervisedLoop.Turn turn) {
        parts.open(setup.supervision().every(EVERY, what, turn, OPTIONS)).start();
    }

    private void refuseGazebo() {
        if (seat.arm().simulated() && setup.config().simulation().kind() == SimulationKind.GAZEBO) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Simulated arms in Gazebo share one world and run in one process: found simulation.kind gazebo,"
                            + " expected embedded. Use 'armfarm up --sim gazebo', or configure the arms of a running"
                            + " world as cells");
        }
    }

    /** What the folder's spool holds comes before the arm's next attempt. */
    private void sendWhatWaits() {
        boolean told = false;
        while (!publisher.flush(SEND_TURN)) {
            if (setup.stopRequested().getAsBoolean()) {
                throw new FarmException(ErrorCode.RESOURCE, "Stopped while starting; nothing is lost");
            }
            if (!told) {
                setup.say().accept("Events of an earlier run wait for Kafka to take them; the arm begins after them");
                told = true;
            }
        }
    }

    /** Stored, or on its way to the store: a number is never used twice. */
    private long lastAttemptNumber(StoredStream stored, EventLink events) {
        ArmId arm = seat.arm().id();
        long storedFrom = stored.positions(events.topic()).stream()
                .filter(position -> position.partition() == seat.index())
                .mapToLong(StreamPosition::nextOffset)
                .findFirst()
                .orElse(0);
        // In this order: what is stored in between is still found in the broker, behind the position read before.
        long inBroker = LastAttempt.number(events.bootstrapServers(), events.ingest(), seat.index(), arm, storedFrom)
                .orElse(0);
        return Math.max(inBroker, stored.lastAttemptNumber(arm));
    }

    private void describe(Database database, EventLink events) {
        setup.folder()
                .describeOwner(new DataFolder.Owner(
                        ProcessHandle.current().pid(),
                        "",
                        database.location(),
                        setup.clock().instant().toString(),
                        rosMaster.toString(),
                        setup.config().file(),
                        List.of(arm().name()),
                        broker.bootstrapServers(),
                        events.topic(),
                        "arm"));
    }

    /** Of this arm, by the plan as it was last known. */
    private FarmState state(BoardTasks tasks) {
        Instant now = setup.clock().instant();
        PlanState plan = tasks.plan();
        List<Notice> reported = new ArrayList<>(LoopNotices.of(setup.supervision()));
        publisher
                .problem()
                .ifPresent(text -> reported.add(Notice.of(Notice.Kind.EVENTS_WAIT, Notice.Urgency.HEALS, text)));
        return FarmState.of(
                new FarmFacts(
                        plan.phase(),
                        Optional.empty(),
                        PlanFacts.of(plan),
                        new TrainerFacts("see the controller's page", Optional.empty(), true),
                        reported,
                        duty.activities().stream()
                                .map(activity -> ArmFacts.of(activity.snapshot()))
                                .toList(),
                        List.of()),
                now);
    }

    public ArmId arm() {
        return seat.arm().id();
    }

    /** What was started, for people; one line. */
    public String describe() {
        return String.format(
                "Arm %s practises by the plan in the database; ROS master %s, Kafka %s, data in %s",
                arm(), rosMaster, broker.bootstrapServers(), setup.folder().root());
    }

    /** Attempts begun by this process. */
    public long attempts() {
        return duty.made();
    }

    /** @throws FarmException if the arm must be given up */
    public void checkHealth() {
        fault().ifPresent(fault -> {
            throw fault;
        });
        setup.checkLoops();
    }

    private Optional<FarmException> fault() {
        return Optional.ofNullable(hold).flatMap(ArmHold::fault);
    }

    /** Ends the attempt under way, or aborts it after two seconds, and sends its events. Bounded; what Kafka does not take stays in the spool. */
    @Override
    public void close() {
        duty.stop();
        duty.awaitEnd();
        if (!publisher.flush(LAST_EVENTS_PATIENCE)) {
            setup.say()
                    .accept("Kafka did not take all events; they wait in "
                            + setup.folder().spool());
        }
        parts.close();
    }
}
