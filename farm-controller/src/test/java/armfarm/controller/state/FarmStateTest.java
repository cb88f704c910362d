package armfarm.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.board.FarmPhase;
import armfarm.policy.practice.ArmActivity.State;
import armfarm.policy.practice.ArmActivity.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FarmStateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String STOP =
            "stopped by ada at 2026-11-22T11:59:00Z: lunch; to go on, run 'armfarm arms reset ";
    private static final PlanFacts OPEN_PLAN =
            new PlanFacts(Optional.empty(), 10, OptionalLong.empty(), OptionalLong.of(300), 0);
    private static final PlanFacts AT_THE_LIMIT =
            new PlanFacts(Optional.empty(), 300, OptionalLong.empty(), OptionalLong.of(300), 0);
    private static final TrainerFacts TRAINING = new TrainerFacts("training round 1: 40%", Optional.empty(), false);

    @Test
    void saysNothingWhileAllIsWell() {
        FarmState state =
                farm(FarmPhase.PRACTISING, OPEN_PLAN, arm("arm_1", State.PRACTISING), arm("arm_2", State.STARTING));

        assertThat(state.condition()).isEqualTo(FarmCondition.PRACTISING);
        assertThat(state.notices()).isEmpty();
        assertThat(state.problem()).isEmpty();
        assertThat(state.arms())
                .extracting(ArmState::state)
                .containsExactly(ArmCondition.PRACTISING, ArmCondition.STARTING);
        assertThat(state.arms()).extracting(ArmState::reason).containsOnly("");
    }

    @Test
    void aFullDiskPausesTheFarmAndIsTheReasonOfEveryArmThatWaits() {
        String disk = "disk nearly full: 3 MiB free; the arms wait, nothing is lost; free some space";
        FarmState state = FarmState.of(
                new FarmFacts(
                        FarmPhase.PRACTISING,
                        Optional.of(disk),
                        OPEN_PLAN,
                        TRAINING,
                        List.of(),
                        List.of(arm("arm_1", State.IDLE), arm("arm_2", State.PRACTISING)),
                        List.of()),
                NOW);

        assertThat(state.condition()).isEqualTo(FarmCondition.PAUSED);
        assertThat(state.problem().map(Notice::line)).contains(disk);
        assertThat(state.problem().map(Notice::urgency)).contains(Notice.Urgency.PERSON);
        assertThat(state.arms().get(0).reason()).isEqualTo("the farm is paused: " + disk);
        assertThat(state.arms().get(0).ageSeconds()).isEqualTo(20);
        assertThat(state.arms().get(1).reason()).isEmpty();
    }

    @Test
    void waitingForTheFirstModelIsAReasonButNoProblem() {
        FarmState state = farm(FarmPhase.PRACTISING, AT_THE_LIMIT, arm("arm_1", State.IDLE), arm("arm_2", State.IDLE));

        assertThat(state.condition()).isEqualTo(FarmCondition.WAITING);
        assertThat(state.problem()).isEmpty();
        assertThat(state.reason()).contains("The arms wait: for the first model (training round 1: 40%)");
        assertThat(state.arms()).extracting(ArmState::state).containsOnly(ArmCondition.WAITING);
        assertThat(state.arms())
                .extracting(ArmState::reason)
                .containsOnly("for the first model (training round 1: 40%)");
    }

    @Test
    void anArmThatWaitsAMomentBetweenTwoAttemptsDoesNotMakeTheFarmWait() {
        ArmFacts momentary = new ArmFacts(
                "arm_1", State.IDLE, NOW.minusMillis(300), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(farm(FarmPhase.PRACTISING, AT_THE_LIMIT, momentary).condition())
                .isEqualTo(FarmCondition.PRACTISING);
        assertThat(farm(FarmPhase.PRACTISING, AT_THE_LIMIT, arm("arm_1", State.IDLE), arm("arm_2", State.PRACTISING))
                        .condition())
                .isEqualTo(FarmCondition.PRACTISING);
    }

    @Test
    void noPhaseLeavesAnArmWaitingWithoutAReason() {
        for (FarmPhase phase : FarmPhase.values()) {
            for (PlanFacts plan : List.of(
                    OPEN_PLAN,
                    AT_THE_LIMIT,
                    new PlanFacts(Optional.of("the disk is full"), 10, OptionalLong.of(10), OptionalLong.empty(), 3))) {
                assertThat(farm(phase, plan, arm("arm_1", State.IDLE))
                                .arms()
                                .get(0)
                                .reason())
                        .as("%s, %s", phase, plan)
                        .isNotBlank();
            }
        }
    }

    @Test
    void aPersonsStopIsNoFault() {
        FarmState state = farm(FarmPhase.PRACTISING, OPEN_PLAN, stopped("arm_1", 60), arm("arm_2", State.PRACTISING));

        assertThat(state.arms().get(0).state()).isEqualTo(ArmCondition.STOPPED);
        assertThat(state.arms().get(0).reason()).isEqualTo(STOP + "arm_1'");
        assertThat(state.arms().get(0).ageSeconds()).isEqualTo(60);
        assertThat(state.problem()).isEmpty();
        assertThat(state.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.ARM_STOPPED);
        assertThat(state.condition()).isEqualTo(FarmCondition.PRACTISING);
    }

    @Test
    void aStopThatLastsLongAndTheStopOfAllArmsAreProblems() {
        FarmState forgotten =
                farm(FarmPhase.PRACTISING, OPEN_PLAN, stopped("arm_1", 31 * 60), arm("arm_2", State.PRACTISING));
        FarmState all = farm(FarmPhase.PRACTISING, OPEN_PLAN, stopped("arm_1", 5), stopped("arm_2", 5));

        assertThat(forgotten.problem().map(Notice::kind)).contains(Notice.Kind.ARM_STOPPED);
        assertThat(all.condition()).isEqualTo(FarmCondition.STOPPED);
        assertThat(all.problem().map(Notice::kind)).contains(Notice.Kind.ALL_ARMS_STOPPED);
        assertThat(all.problem().orElseThrow().text()).startsWith("All arms are stopped: stopped by ada");
    }

    @Test
    void allArmsStoppedForDifferentReasonsAreAProblemToo() {
        ArmFacts other = new ArmFacts(
                "arm_2", State.HELD, NOW, Optional.of("stopped by bob"), Optional.empty(), Optional.empty());

        FarmState state = farm(FarmPhase.PRACTISING, OPEN_PLAN, stopped("arm_1", 5), other);

        assertThat(state.problem().map(Notice::kind)).contains(Notice.Kind.ALL_ARMS_STOPPED);
        assertThat(state.condition()).isEqualTo(FarmCondition.STOPPED);
    }

    @Test
    void aFaultHealsByItselfForTwoMinutesAndThenNeedsAPerson() {
        FarmState young = farm(FarmPhase.PRACTISING, OPEN_PLAN, faulty("arm_1", "no image", 100));
        FarmState old = farm(FarmPhase.PRACTISING, OPEN_PLAN, faulty("arm_1", "no image", 121));

        assertThat(young.arms().get(0).state()).isEqualTo(ArmCondition.RECOVERING);
        assertThat(young.problem().map(Notice::urgency)).contains(Notice.Urgency.HEALS);
        assertThat(old.arms().get(0).state()).isEqualTo(ArmCondition.FAULT);
        assertThat(old.arms().get(0).reason()).isEqualTo("no image");
        assertThat(old.arms().get(0).action()).contains("armfarm arms check arm_1");
        assertThat(old.problem().map(Notice::urgency)).contains(Notice.Urgency.PERSON);
    }

    @Test
    void aWrongSettingNeedsAPersonAtOnce() {
        ArmFacts arm = new ArmFacts(
                "arm_1",
                State.RECOVERING,
                NOW,
                Optional.empty(),
                Optional.of(new Trouble("no such joint", true, NOW)),
                Optional.empty());

        assertThat(farm(FarmPhase.PRACTISING, OPEN_PLAN, arm).arms().get(0).state())
                .isEqualTo(ArmCondition.FAULT);
    }

    @Test
    void aFaultThatIsOverSoonIsNotWorthALine() {
        assertThat(farm(FarmPhase.PRACTISING, OPEN_PLAN, faulty("arm_1", "slipped", 3))
                        .notices())
                .isEmpty();
    }

    @Test
    void theSameFaultOfTwelveArmsIsOneLine() {
        List<ArmFacts> arms = new ArrayList<>(IntStream.rangeClosed(1, 12)
                .mapToObj(i -> faulty("arm_" + i, "ROS master does not answer [/arm_" + i + "]", 30))
                .toList());
        arms.add(stopped("arm_13", 5));
        arms.add(faulty("arm_14", "gripper jammed", 500));

        FarmState state = FarmState.of(facts(FarmPhase.PRACTISING, OPEN_PLAN, TRAINING, arms, List.of()), NOW);

        assertThat(state.notices())
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.ARM_FAULT, Notice.Kind.ARM_RECOVERING, Notice.Kind.ARM_STOPPED);
        assertThat(state.notices().get(1).text())
                .isEqualTo("arm_1, arm_2, arm_3, arm_4 and 8 more arms recover by themselves:"
                        + " ROS master does not answer [/NAME]");
        assertThat(state.notices().get(1).arms()).hasSize(12);
        assertThat(state.arms().get(0).name())
                .as("who needs a person comes first")
                .isEqualTo("arm_14");
        assertThat(state.arms().get(1).name()).isEqualTo("arm_1");
    }

    @Test
    void whileTheRosMasterIsAwayArmsWaitForItAndNotForAPerson() {
        FarmState state = FarmState.of(
                facts(
                        FarmPhase.PRACTISING,
                        OPEN_PLAN,
                        TRAINING,
                        List.of(faulty("arm_1", "ROS master does not answer", 300)),
                        List.of(part(ComponentNames.ROS_MASTER, 300, Optional.of("connection refused")))),
                NOW);

        assertThat(state.arms().get(0).state()).isEqualTo(ArmCondition.RECOVERING);
        assertThat(state.notices())
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.COMPONENT_AWAY, Notice.Kind.ARM_RECOVERING);
        assertThat(state.problem().orElseThrow().line())
                .isEqualTo("ROS master at somewhere does not answer: connection refused; start it again");
        assertThat(state.problem().map(Notice::urgency)).contains(Notice.Urgency.PERSON);
    }

    @Test
    void aPartThatHangsAgesUntilItCountsAsAway() {
        assertThat(only(part(ComponentNames.KAFKA, 1, Optional.empty())).state())
                .isEqualTo(ComponentState.Condition.RUNNING);
        ComponentState hangs = only(part(ComponentNames.KAFKA, 42, Optional.empty()));
        assertThat(hangs.state()).isEqualTo(ComponentState.Condition.NO_ANSWER);
        assertThat(hangs.ageSeconds()).isEqualTo(42);
        assertThat(hangs.up()).isFalse();
    }

    @Test
    void aPartThatNeverAnsweredIsUnknownAndThenAway() {
        ComponentFacts never = new ComponentFacts(
                "Kafka", "", NOW.minusSeconds(4), Optional.empty(), Optional.empty(), Optional.empty(), "start it");

        assertThat(only(never).state()).isEqualTo(ComponentState.Condition.UNKNOWN);
        assertThat(ComponentState.of(never, NOW.plusSeconds(7)).state()).isEqualTo(ComponentState.Condition.NO_ANSWER);
    }

    @Test
    void aPartOfTheOwnProcessThatFailedNeedsAPerson() {
        ComponentFacts dead = ComponentFacts.here(
                ComponentNames.TRAINER, "", NOW, Optional.of("its thread has ended"), Optional.empty());

        FarmState state = FarmState.of(
                facts(
                        FarmPhase.PRACTISING,
                        OPEN_PLAN,
                        TRAINING,
                        List.of(arm("arm_1", State.PRACTISING)),
                        List.of(dead)),
                NOW);

        assertThat(state.components().get(0).state()).isEqualTo(ComponentState.Condition.FAILED);
        assertThat(state.problem().map(Notice::line)).contains("trainer failed: its thread has ended");
    }

    @Test
    void aFailedRoundOfTrainingIsAProblemAndSaysWhatBecomesOfIt() {
        FarmState state = FarmState.of(
                facts(
                        FarmPhase.PRACTISING,
                        OPEN_PLAN,
                        new TrainerFacts("failed: no memory", Optional.of("no memory"), true),
                        List.of(arm("arm_1", State.PRACTISING)),
                        List.of()),
                NOW);

        assertThat(state.problem().map(Notice::line))
                .contains("The latest round of training failed: no memory;"
                        + " the model before it stays in use, and the next round tries again");
    }

    @Test
    void sayThatWhatWasMadeIsStillBeingStored() {
        FarmState state = farm(FarmPhase.STORING, OPEN_PLAN, arm("arm_1", State.IDLE));

        assertThat(state.reason()).contains("Practice is over, what the arms made is being stored");
        assertThat(state.problem()).isEmpty();
        assertThat(state.arms().get(0).reason()).contains("being stored");
    }

    @Test
    void aProcessThatDoesNotReportIsSilentSinceItsLastSign() {
        ArmFacts silent = new ArmFacts(
                "arm_1",
                State.PRACTISING,
                NOW.minusSeconds(500),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.minusSeconds(15)));

        ArmState state = farm(FarmPhase.PRACTISING, OPEN_PLAN, silent).arms().get(0);

        assertThat(state.state()).isEqualTo(ArmCondition.SILENT);
        assertThat(state.ageSeconds()).isEqualTo(15);
        assertThat(state.action()).contains("armfarm arm --name arm_1");
    }

    private static ComponentState only(ComponentFacts part) {
        return ComponentState.of(part, NOW);
    }

    private static ComponentFacts part(String name, long ageSeconds, Optional<String> failure) {
        return new ComponentFacts(
                name,
                "somewhere",
                NOW.minus(Duration.ofHours(1)),
                Optional.of(NOW.minusSeconds(ageSeconds)),
                failure,
                Optional.empty(),
                "start it again");
    }

    private static ArmFacts arm(String name, State doing) {
        return new ArmFacts(name, doing, NOW.minusSeconds(20), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ArmFacts stopped(String name, long seconds) {
        return new ArmFacts(
                name,
                State.HELD,
                NOW.minusSeconds(seconds),
                Optional.of(STOP + name + "'"),
                Optional.empty(),
                Optional.empty());
    }

    /** Tries again at this moment. */
    private static ArmFacts faulty(String name, String text, long seconds) {
        return new ArmFacts(
                name,
                State.PRACTISING,
                NOW,
                Optional.empty(),
                Optional.of(new Trouble(text, false, NOW.minusSeconds(seconds))),
                Optional.empty());
    }

    private static FarmState farm(FarmPhase phase, PlanFacts plan, ArmFacts... arms) {
        return FarmState.of(facts(phase, plan, TRAINING, List.of(arms), List.of()), NOW);
    }

    private static FarmFacts facts(
            FarmPhase phase, PlanFacts plan, TrainerFacts trainer, List<ArmFacts> arms, List<ComponentFacts> parts) {
        return new FarmFacts(phase, Optional.empty(), plan, trainer, List.of(), arms, parts);
    }
}
