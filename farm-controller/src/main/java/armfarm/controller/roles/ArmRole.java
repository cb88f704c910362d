package armfarm.controller.roles;

import armfarm.controller.ArmStation;
import armfarm.controller.FarmArms;
import armfarm.controller.LoopNotices;
import armfarm.controller.PractisingArms;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.RosLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.simulation.SimulatedArms;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.controller.state.TrainerFacts;
import armfarm.episodes.StoredStream;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresModelFiles;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.PlanState;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.LastAttempt;
import armfarm.ingest.broker.Broker;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamPosition;
import armfarm.policy.learning.FetchedModels;
import armfarm.ros.RosHost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private static final Duration SEND_TURN = Duration.ofSeconds(2);
    private static final Duration LAST_EVENTS_PATIENCE = Duration.ofSeconds(3);

    private final RoleSetup setup;
    private final OpenParts parts = new OpenParts();
    private final PractisingArms practising;
    private ArmSeat seat;
    private Broker broker;
    private AttemptPublisher publisher;
    private volatile ArmReporter reporter; // asked by the metrics server before it is there
    private URI rosMaster;

    private ArmRole(RoleSetup setup) {
        this.setup = setup;
        this.practising = new PractisingArms(setup.supervision());
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
        } catch (RuntimeException e) {
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
                arms.graspSpace(),
                setup.config().collection());
        SharedTasks tasks = new SharedTasks(board, seat.arm().id(), setup.process(), board.plan(), models::refresh);
        new ArmStation(new ArmStation.Shared(
                        setup.config(),
                        rosMaster,
                        host,
                        FarmArms.stops(setup.folder().root()),
                        tasks,
                        models.policies(),
                        publisher,
                        setup.clock()))
                .addTo(practising, seat.arm(), seat.index(), lastAttemptNumber(stored, events) + 1);
        describe(database, events);
        reporter = parts.open(new ArmReporter(
                setup.supervision(), board, seat, setup.process(), tasks, models, practising, publisher));
        metrics.arms(practising::activities).sending(publisher::metrics).state(() -> state(tasks));
        reporter.start();
        practising.start();
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
    private FarmState state(SharedTasks tasks) {
        Instant now = setup.clock().instant();
        PlanState plan = tasks.plan();
        List<Notice> reported = new ArrayList<>(LoopNotices.of(setup.supervision()));
        publisher
                .problem()
                .ifPresent(text -> reported.add(Notice.of(Notice.Kind.EVENTS_WAIT, Notice.Urgency.HEALS, text)));
        return FarmState.of(
                new FarmFacts(
                        plan.phase().name().toLowerCase(Locale.ROOT),
                        Optional.empty(),
                        SharedTasks.facts(plan),
                        new TrainerFacts("see the controller's page", Optional.empty(), true),
                        reported,
                        practising.activities().stream()
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
        return practising.attempts();
    }

    /** @throws FarmException if the arm must be given up */
    public void checkHealth() {
        fault().ifPresent(fault -> {
            throw fault;
        });
        setup.checkLoops();
    }

    private Optional<FarmException> fault() {
        return Optional.ofNullable(reporter).flatMap(ArmReporter::fault);
    }

    /** Ends the attempt under way, or aborts it after two seconds, and sends its events. Bounded; what Kafka does not take stays in the spool. */
    @Override
    public void close() {
        practising.stop();
        practising.awaitEnd();
        if (!publisher.flush(LAST_EVENTS_PATIENCE)) {
            setup.say()
                    .accept("Kafka did not take all events; they wait in "
                            + setup.folder().spool());
        }
        parts.close();
    }
}
