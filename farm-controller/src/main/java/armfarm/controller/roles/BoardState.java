package armfarm.controller.roles;

import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.TrainerFacts;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.messages.board.TrainerReport;
import armfarm.policy.learning.TrainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What processes said in the database, read at one moment. Immutable.
 *
 * @param readAt by the reader's clock
 */
public record BoardState(
        PlanState plan, List<ArmStatus> arms, Optional<TrainerReport> trainer, int stores, Instant readAt) {
    public BoardState {
        arms = List.copyOf(arms);
    }

    /** Blocks on the database. */
    public static BoardState read(FarmBoard board, Instant now) {
        return new BoardState(board.plan(), board.arms(), board.trainer(), board.stores(), now);
    }

    boolean isYoungerThan(Duration age, Instant now) {
        return readAt.plus(age).isAfter(now);
    }

    /** For whoever has no controller to ask: only what can be seen at this one moment. */
    public FarmState state() {
        List<BoardArms.Seen> seen = new BoardArms().update(arms, readAt);
        List<Notice> notices = new ArrayList<>(BoardArms.mentioned(seen));
        notices.addAll(missing(plan.phase()));
        return FarmState.of(
                new FarmFacts(
                        plan.phase(),
                        plan.pausedReason(),
                        PlanFacts.of(plan),
                        new TrainerFacts(
                                trainerStatus().text(),
                                trainerStatus().failure(),
                                trainer.map(report -> report.round() > 0).orElse(false)),
                        notices,
                        seen.stream().map(BoardArms.Seen::facts).toList(),
                        components(readAt, stores > 0 ? Optional.of(readAt) : Optional.empty())),
                readAt);
    }

    /**
     * The other processes, with the age of their last sign.
     *
     * @param since when stores were first looked for
     * @param storeSeen when one was last connected
     */
    List<ComponentFacts> components(Instant since, Optional<Instant> storeSeen) {
        List<ComponentFacts> parts = new ArrayList<>();
        parts.add(new ComponentFacts(
                ComponentNames.STORE,
                stores + (stores == 1 ? " process" : " processes"),
                since,
                storeSeen,
                stores > 0 ? Optional.empty() : Optional.of("none is connected to the database"),
                Optional.empty(),
                "events wait in Kafka and nothing is lost; start one with 'armfarm store'"));
        trainer.ifPresent(report -> parts.add(
                process(ComponentNames.TRAINER, report.process() + ", " + report.state(), report.reportedAgo())));
        for (ArmStatus arm : arms) {
            if (!arm.state().equals(ArmReporter.STOPPED)) {
                parts.add(process("process of " + arm.arm(), arm.process(), arm.reportedAgo()));
            }
        }
        return parts;
    }

    private ComponentFacts process(String name, String address, Duration reportedAgo) {
        Instant sign = readAt.minus(reportedAgo);
        return new ComponentFacts(name, address, sign, Optional.of(sign), Optional.empty(), Optional.empty(), "");
    }

    /** Who does not run although the phase needs it. */
    List<Notice> missing(FarmPhase phase) {
        List<Notice> notices = new ArrayList<>();
        if (phase.beginsAttempts() && armsAlive() == 0) {
            notices.add(Notice.of(
                    Notice.Kind.NO_ARM_RUNS, Notice.Urgency.PERSON, "no arm runs; start one with 'armfarm arm'"));
        }
        boolean trainerWanted = phase == FarmPhase.TRAINING
                || plan.handedOut() >= plan.trainerLimit().orElse(Long.MAX_VALUE);
        if (trainerWanted && !trainerAlive()) {
            notices.add(Notice.of(
                    Notice.Kind.NO_TRAINER_RUNS,
                    Notice.Urgency.PERSON,
                    "no trainer runs, and the farm waits for one; start it with 'armfarm trainer'"));
        }
        return notices;
    }

    long armsAlive() {
        return arms.stream()
                .filter(arm -> arm.alive() && !arm.state().equals(ArmReporter.STOPPED))
                .count();
    }

    private boolean trainerAlive() {
        return trainer.map(TrainerReport::alive).orElse(false);
    }

    /** What the trainer last said; that it does not run if it says nothing any more. */
    public TrainerStatus trainerStatus() {
        return trainer.map(BoardState::status).orElse(TrainerStatus.notRunning());
    }

    private static TrainerStatus status(TrainerReport report) {
        TrainerStatus told = TrainerStatus.told(
                report.state(), report.round(), report.drawsDone(), report.drawsTotal(), report.loss(), report.took());
        return report.alive() ? told : told.silent();
    }
}
