package armfarm.policy.practice;

import static armfarm.policy.practice.Attempted.FAILED_BEFORE;
import static armfarm.policy.practice.Attempted.GRASP;
import static armfarm.policy.practice.Attempted.SEED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.LabelSource;
import armfarm.messages.ManualClock;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.messages.SequenceGaps;
import armfarm.messages.cell.FakeArmCell;
import armfarm.policy.GraspPolicy;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told about an attempt: this is what is stored and learned from. */
class AttemptEventsTest {
    /** Actions of a whole attempt: see {@link GraspSequenceTest}. */
    private static final int ACTIONS = 14;

    private final ManualClock clock = new ManualClock();

    @Test
    void eachEventComesOnceInOrderWithThePictureOfItsMoment() {
        Attempted attempted = Attempted.with(new FakeArmCell(clock), clock);

        assertThat(attempted.events).extracting(AttemptEvent::sequence).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(attempted.events)
                .extracting(AttemptEvent::attempt, AttemptEvent::arm)
                .containsOnly(tuple(Attempted.ID, FakeArmCell.ARM));
        assertThat(attempted.frames())
                .extracting(FrameCaptured::kind)
                .containsExactly(FrameKind.STEP, FrameKind.STEP, FrameKind.LIFTED, FrameKind.DROPPED);
        assertThat(attempted.frames())
                .extracting(FrameCaptured::image)
                .containsExactly(encoded(1), encoded(2), encoded(3), encoded(4))
                .isEqualTo(attempted.watched);
    }

    private static EncodedImage encoded(int picture) {
        return JpegCodec.encode(FakeArmCell.picture(picture), JpegCodec.DEFAULT_QUALITY);
    }

    @Test
    void theStartSaysWhichAttemptOnWhichSceneWithWhichCamera() {
        FakeArmCell cell = new FakeArmCell(clock);

        AttemptStarted started =
                (AttemptStarted) Attempted.with(cell, clock).events.get(0);

        assertThat(started)
                .isEqualTo(new AttemptStarted(
                        Attempted.ID,
                        FakeArmCell.ARM,
                        7,
                        ManualClock.START,
                        Purpose.COLLECTION,
                        ObjectSet.TRAINING,
                        "scene-3",
                        cell.camera(),
                        "0.1",
                        AttemptSource.ROS));
    }

    @Test
    void thePolicyDecidesOnThePictureThatIsStoredForTheFirstStep() {
        FakeArmCell cell = new FakeArmCell(clock);
        ScriptedPolicy policy = ScriptedPolicy.of("m0001-12345678", GRASP);

        Attempted attempted = Attempted.by(policy, cell, clock, Attempted.RULES);

        assertThat(policy.shown).hasSize(1);
        Observation shown = policy.shown.get(0);
        assertThat(shown.preGraspImage())
                .isEqualTo(JpegCodec.decode(attempted.frames().get(0).image()));
        assertThat(shown.camera()).isEqualTo(cell.camera());
        assertThat(shown.gripperInBase()).isEqualTo(cell.homeInBase());
        assertThat(shown.space()).isEqualTo(new GraspSpace(0.4, 0.6, -0.1, 0.1, 0.02, 0.05, 1.5));
        assertThat(shown.failedGraspsInBase()).containsExactly(FAILED_BEFORE);
    }

    @Test
    void theFirstStepHasTheWholeDecisionAndGoesAboveTheGrasp() {
        FakeArmCell cell = new FakeArmCell(clock);

        GraspStep first = Attempted.with(cell, clock).frames().get(0).step().orElseThrow();

        Pose hover = cell.moves().get(0);
        assertThat(first.index()).isZero();
        assertThat(first.gripperInBase()).isEqualTo(cell.homeInBase());
        assertThat(first.commandedInBase()).isEqualTo(hover);
        assertThat(first.reachedInBase()).contains(hover);
        PolicyDecision decision = first.decision();
        assertThat(decision.model()).contains(new ModelVersion("m0001-12345678"));
        assertThat(decision.cemSeed()).hasValue(SEED);
        assertThat(decision.predictedProbability()).hasValue(0.7);
        assertThat(decision.settings()).contains("{}");
        assertThat(decision.command().appliedTo(first.gripperInBase()).distanceMeters(GRASP))
                .isLessThan(1e-12);
    }

    @Test
    void theSecondStepGoesOnToTheGraspAndClaimsNoPredictionOfItsOwn() {
        FakeArmCell cell = new FakeArmCell(clock).blockedBelow(0.041);

        GraspStep second = Attempted.with(cell, clock).frames().get(1).step().orElseThrow();

        assertThat(second.index()).isEqualTo(1);
        assertThat(second.gripperInBase()).isEqualTo(cell.moves().get(0));
        assertThat(second.commandedInBase().distanceMeters(GRASP)).isLessThan(1e-12);
        assertThat(second.reachedInBase().orElseThrow().zMeters()).isEqualTo(0.041);
        PolicyDecision decision = second.decision();
        assertThat(decision.model()).contains(new ModelVersion("m0001-12345678"));
        assertThat(decision.cemSeed()).isEqualTo(OptionalLong.empty());
        assertThat(decision.predictedProbability()).isEqualTo(OptionalDouble.empty());
        assertThat(decision.settings()).isEmpty();
        assertThat(decision.command().dzMeters())
                .isCloseTo(GRASP.zMeters() - cell.heights().hoverZMeters(), within(1e-12));
    }

    @Test
    void aHeldAndDroppedObjectIsASuccessByBothRulesAndByTheTruth() {
        AttemptEnded ended = Attempted.with(new FakeArmCell(clock), clock).ended();

        assertThat(ended.labels())
                .extracting(OutcomeLabel::source)
                .containsExactly(LabelSource.GRIPPER, LabelSource.DROP_TEST, LabelSource.SIMULATOR);
        assertThat(ended.labels()).extracting(OutcomeLabel::outcome).containsOnly(Outcome.SUCCESS);
        assertThat(ended.gripperOpeningMeters()).hasValue(FakeArmCell.HELD_METERS);
        assertThat(ended.dropTestDifference()).hasValue(0.5);
        assertThat(ended.truthObject()).contains("train-0042");
        assertThat(ended.abortReason()).isEmpty();
    }

    @Test
    void nothingBetweenTheFingersIsAFailureWithoutALiftOrATruth() {
        AttemptEnded ended =
                Attempted.with(new FakeArmCell(clock).closesTo(0.0005), clock).ended();

        assertThat(ended.labels()).extracting(OutcomeLabel::source).containsExactly(LabelSource.GRIPPER);
        assertThat(ended.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(ended.gripperOpeningMeters()).hasValue(0.0005);
        assertThat(ended.dropTestDifference()).isEmpty();
    }

    @Test
    void whatSlippedIsAFailureOfWhichTheOpeningAfterTheLiftIsKept() {
        AttemptEnded ended =
                Attempted.with(new FakeArmCell(clock).thatSlips(), clock).ended();

        assertThat(ended.labels())
                .extracting(OutcomeLabel::source)
                .containsExactly(LabelSource.GRIPPER, LabelSource.SIMULATOR);
        assertThat(ended.labels()).extracting(OutcomeLabel::outcome).containsOnly(Outcome.FAILURE);
        assertThat(ended.gripperOpeningMeters()).hasValue(0);
        assertThat(ended.truthObject()).isEmpty();
    }

    @Test
    void whatWasLostOnTheWayHomeWasHeldByTheGripperAndTheTruthAndTheDropTestSaysNothing() {
        AttemptEnded ended = Attempted.with(new FakeArmCell(clock).thatLosesOnTheWayHome(), clock)
                .ended();

        assertThat(ended.labels())
                .extracting(OutcomeLabel::source, OutcomeLabel::outcome)
                .containsExactly(
                        tuple(LabelSource.GRIPPER, Outcome.SUCCESS), tuple(LabelSource.SIMULATOR, Outcome.SUCCESS));
        assertThat(ended.gripperOpeningMeters()).hasValue(FakeArmCell.HELD_METERS);
        assertThat(ended.dropTestDifference()).isEmpty();
    }

    @Test
    void theDropTestOverrulesFingersThatAreTooNearToBeSure() {
        AttemptEnded ended = Attempted.with(new FakeArmCell(clock).inALab().closesTo(0.002), clock)
                .ended();

        assertThat(ended.labels())
                .extracting(OutcomeLabel::source, OutcomeLabel::outcome)
                .containsExactly(
                        tuple(LabelSource.DROP_TEST, Outcome.SUCCESS), tuple(LabelSource.GRIPPER, Outcome.FAILURE));
    }

    @Test
    void theDropTestComparesThePictureOfTheLiftedGripperWithTheOneAfterTheRelease() {
        AtomicReference<String> compared = new AtomicReference<>();
        OutcomeRules rules = new OutcomeRules(
                new GripperWidthRule(0.001, 0.004),
                new DropTest(
                        (lifted, dropped) -> {
                            compared.set(lifted.equals(FakeArmCell.picture(3)) + " "
                                    + dropped.equals(FakeArmCell.picture(4)));
                            return 0;
                        },
                        0.01));

        Attempted.by(ScriptedPolicy.random(GRASP), new FakeArmCell(clock), clock, rules);

        assertThat(compared.get()).isEqualTo("true true");
    }

    @Test
    void tellsHowLongThePolicyAndTheRobotTookAndWhatTheCameraMissed() {
        FakeArmCell cell = new FakeArmCell(clock);
        cell.misses(3);
        cell.before(5, () -> cell.misses(2));

        GraspPolicy slow = (observation, seed) -> {
            clock.advance(Duration.ofMillis(80));
            return ScriptedPolicy.random(GRASP).decide(observation, seed);
        };

        AttemptEnded ended = Attempted.by(slow, cell, clock, Attempted.RULES).ended();

        assertThat(ended.deciding()).isEqualTo(Duration.ofMillis(80));
        Duration motions = FakeArmCell.MOTION.multipliedBy(10);
        assertThat(ended.robotTime()).isBetween(motions, motions.plusMillis(200));
        assertThat(ended.gaps()).isEqualTo(new SequenceGaps(2, 0));
        assertThat(ended.endedAt()).isEqualTo(clock.instant());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void anArmThatDoesNotAnswerEndsTheAttemptAndKeepsWhatWasToldBefore(int action) {
        Attempted attempted = Attempted.untilItFails(new FakeArmCell(clock).timesOutAt(action), clock);

        assertThat(attempted.cell.begun()).as("nothing is done after it").hasSize(action);
        assertAborted(attempted, "Arm fake did not answer within 10 s");
        assertThat(attempted.frames()).hasSize(framesToldBefore(action));
        assertThat(attempted.ended().gripperOpeningMeters().isPresent())
                .as("the gripper had closed")
                .isEqualTo(action > 5);
    }

    /** A step is told when it was made, a picture of the drop test when it was taken. */
    private static int framesToldBefore(int action) {
        return action <= 2 ? 0 : action <= 4 ? 1 : action <= 8 ? 2 : action <= ACTIONS ? 3 : 4;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 6, 7, 9, 10, 11, 12, 13})
    void aPersonsStopInAnyPhaseEndsTheAttemptWhereItIs(int motion) {
        AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());
        FakeArmCell cell = new FakeArmCell(clock)
                .stoppedBy(stopped::get)
                .before(motion, () -> stopped.set(Optional.of("stopped by ada")));

        Attempted attempted = Attempted.untilItFails(cell, clock);

        assertThat(cell.begun()).hasSize(motion);
        assertAborted(attempted, "stopped by ada");
    }

    @Test
    void aGraspThatTheCellRefusesIsNotMoved() {
        FakeArmCell cell = new FakeArmCell(clock);
        Pose tooDeep = Pose.topDown(0.5, 0, 0.001, 0);
        Attempted attempted = Attempted.untilItFails(cell, clock, ScriptedPolicy.random(tooDeep));

        assertThat(attempted.told()).containsExactly("CAPTURE", "hover", "CAPTURE", "grasp");
        assertThat(cell.gripperInBase().zMeters()).isEqualTo(cell.heights().hoverZMeters());
        assertAborted(attempted, "it is not allowed");
        assertThat(attempted.frames()).hasSize(1);
    }

    private void assertAborted(Attempted attempted, String reason) {
        AttemptEnded ended = attempted.ended();
        assertThat(ended.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(ended.abortReason().orElseThrow()).contains(reason);
        assertThat(ended.labels()).isEmpty();
        assertThat(ended.sequence()).isEqualTo(attempted.events.size() - 1);
        assertThat(attempted.events.get(0)).isInstanceOf(AttemptStarted.class);
    }
}
