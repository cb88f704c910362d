package armfarm.controller.roles;

import armfarm.controller.Crew;
import armfarm.controller.FarmWatch;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.simulation.Simulation;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.Notice;
import armfarm.ingest.PublishMetrics;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Arms, trainer and store that are parts of the controller's own process.
 *
 * @param completedBefore practice attempts that came to an end in earlier runs
 * @param simulation of the arms; empty until it is there
 */
record OwnCrew(
        FarmServices services,
        FarmBoard board,
        FarmWatch watch,
        ArmDuty duty,
        TrainerLoop trainerLoop,
        long completedBefore,
        Supplier<Optional<Simulation>> simulation,
        InstantSource clock)
        implements Crew {
    private static final Duration FLUSH_LOOK = Duration.ofMillis(200);
    private static final Duration STORE_LOOK = Duration.ofSeconds(1);

    @Override
    public PlanState plan() {
        return board.plan();
    }

    @Override
    public void refresh() {
        // everything is asked when it is wanted
    }

    @Override
    public List<ArmSnapshot> arms() {
        return List.copyOf(duty.activities()).stream()
                .map(ArmActivity::snapshot)
                .toList();
    }

    @Override
    public List<ArmFacts> armFacts() {
        return arms().stream().map(ArmFacts::of).toList();
    }

    @Override
    public long completed() {
        return completedBefore + duty.completed();
    }

    @Override
    public long made() {
        return duty.made();
    }

    @Override
    public long begun() {
        return duty.numbered() + watch.counts().imported();
    }

    @Override
    public boolean idle(Duration sinceSaid) {
        return duty.idle();
    }

    @Override
    public boolean everythingIsStored() {
        return services.publisher().flush(FLUSH_LOOK) && services.consumer().awaitCaughtUp(STORE_LOOK);
    }

    @Override
    public TrainerStatus trainer() {
        return trainerLoop.status();
    }

    @Override
    public Optional<ModelVersion> model() {
        return trainerLoop.model();
    }

    @Override
    public Optional<ModelVersion> modelToEvaluate() {
        return trainerLoop.model();
    }

    @Override
    public List<ComponentFacts> components() {
        Instant now = clock.instant();
        List<ComponentFacts> parts = new ArrayList<>();
        parts.add(ComponentFacts.here(
                ComponentNames.SPOOL,
                spooled(),
                now,
                Optional.empty(),
                services.publisher().problem()));
        parts.add(ComponentFacts.here(
                ComponentNames.INGEST,
                "lag " + services.consumer().metrics().lag() + " records",
                now,
                services.consumer().fault().map(FarmException::getMessage),
                Optional.empty()));
        if (trainerIsWanted()) {
            parts.add(ComponentFacts.here(
                    ComponentNames.TRAINER,
                    trainerLoop.status().text(),
                    now,
                    trainerLoop.alive() ? Optional.empty() : Optional.of("its thread has ended"),
                    Optional.empty()));
        }
        services.objectLocation()
                .ifPresent(place -> parts.add(ComponentFacts.here(
                        ComponentNames.UPLOADS, place, now, Optional.empty(), services.uploadProblem())));
        return parts;
    }

    private boolean trainerIsWanted() {
        return switch (plan().phase()) {
            case WAITING, STARTING, STOPPING -> false;
            default -> true;
        };
    }

    private String spooled() {
        PublishMetrics metrics = services.publisher().metrics();
        return metrics.spooled() == 0
                ? "empty"
                : metrics.spooled() + " events, " + (metrics.spoolBytes() >> 20) + " MiB";
    }

    @Override
    public List<Notice> notices(FarmPhase phase) {
        List<Notice> notices = new ArrayList<>();
        simulation
                .get()
                .flatMap(Simulation::problem)
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.WORLD, Notice.Urgency.HEALS, text)));
        services.publisher()
                .problem()
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.EVENTS_WAIT, Notice.Urgency.HEALS, text)));
        services.uploadProblem()
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.UPLOADS_WAIT, Notice.Urgency.HEALS, text)));
        return notices;
    }

    @Override
    public List<LossView> losses() {
        PublishMetrics sending = services.publisher().metrics();
        return List.of(
                new LossView("Kafka producer", "events refused, with the reason in the log", sending.failures(), true),
                new LossView(
                        "arms",
                        "events left out (sequence gaps)",
                        sending.gaps() + services.consumer().metrics().gaps(),
                        true),
                new LossView(
                        "ingest",
                        "records rejected, kept with the reason",
                        watch.counts().rejectedRecords(),
                        true),
                new LossView(
                        "ingest",
                        "records seen before",
                        services.consumer().metrics().duplicates(),
                        false),
                new LossView("store", "attempts aborted", watch.counts().aborted(), false));
    }

    @Override
    public OptionalDouble realTimeFactor() {
        return simulation.get().map(Simulation::realTimeFactor).orElse(OptionalDouble.empty());
    }

    @Override
    public Optional<FarmException> fault() {
        return services.fault();
    }
}
