package armfarm.policy.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.DriverException;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.ManualClock;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.FakeArmCell;
import armfarm.messages.cell.FakeArmCell.Action;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.SearchKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop in the test's own thread: what it would wait for happens at once. */
class ArmLoopTest {
    private static final ArmId ARM = FakeArmCell.ARM;
    /** Before the first attempt of a connection: opens the gripper, goes home, fills the bin. */
    private static final int PREPARING = 3;
    /** Of an attempt that holds something. */
    private static final int WHOLE_ATTEMPT = 14;

    private final ManualClock clock = new ManualClock();
    private final ArmActivity activity = new ArmActivity(ARM, clock.instant());
    private final ScriptedPolicies policies = new ScriptedPolicies();
    private final List<AttemptEvent> events = new ArrayList<>();
    private final List<FakeArmCell> connected = new ArrayList<>();
    private Optional<String> stopped = Optional.empty();
    private ArmLoop loop;

    @Test
    void practisesUntilThereIsNothingToDoAndThenLooksAgainAfterAMoment() throws InterruptedException {
        List<ArmActivity.State> whileWaiting = new ArrayList<>();
        ScriptedTasks tasks = ScriptedTasks.practice(3);
        tasks.onWait(() -> {
            whileWaiting.add(activity.state());
            if (tasks.waitsMilliseconds.size() == 2) {
                loop.stop();
            }
        });

        run(tasks, this::newCell);

        assertThat(tasks.finished).hasSize(3).allMatch(ScriptedTasks.Finished::completed);
        assertThat(tasks.waitsMilliseconds).containsExactly(200L, 200L);
        assertThat(whileWaiting).containsOnly(ArmActivity.State.IDLE);
        assertThat(activity.state()).isEqualTo(ArmActivity.State.STOPPED);
        assertThat(activity.attempts()).isEqualTo(3);
        assertThat(activity.lastOutcome()).contains(Outcome.SUCCESS);
        assertThat(connected).singleElement().matches(FakeArmCell::isClosed);
    }

    @Test
    void opensTheGripperAndGoesHomeBeforeTheFirstAttemptAndNotAgainAfterAWholeOne() throws InterruptedException {
        runToTheEnd(ScriptedTasks.practice(2), this::newCell);

        FakeArmCell cell = connected.get(0);
        assertThat(cell.begun())
                .extracting(FakeArmCell.Begun::action)
                .startsWith(Action.OPEN, Action.MOVE, Action.ARRANGE, Action.CAPTURE)
                .hasSize(PREPARING + 2 * WHOLE_ATTEMPT);
        assertThat(cell.moves().get(0)).isEqualTo(cell.homeInBase());
    }

    @Test
    void waitsLongerAfterEachFaultInARowButNeverMoreThanTenSeconds() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        tasks.onWait(() -> {
            if (tasks.waitsMilliseconds.size() == 8) {
                loop.stop();
            }
        });

        run(tasks, () -> {
            throw new DriverException("nobody is there");
        });

        assertThat(tasks.waitsMilliseconds)
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L, 10_000L);
        assertThat(tasks.finished).hasSize(8).noneMatch(ScriptedTasks.Finished::completed);
    }

    @Test
    void aWholeAttemptMakesTheNextFaultAFirstOneAgain() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(3);
        int second = PREPARING + WHOLE_ATTEMPT + 2;
        int afterRecovery = second + PREPARING + WHOLE_ATTEMPT + 2;

        runToTheEnd(tasks, () -> newCell().timesOutAt(second).timesOutAt(afterRecovery));

        assertThat(tasks.finished)
                .extracting(ScriptedTasks.Finished::completed)
                .containsExactly(true, false, true, false, true);
        assertThat(tasks.waitsMilliseconds).startsWith(500L, 500L);
        assertThat(connected).as("no new connection").hasSize(1);
    }

    @Test
    void oneFaultIsCuredByGoingHomeAndTwoInARowByConnectingAnew() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        int hover = PREPARING + 2;
        int hoverAgain = hover + PREPARING + 2;

        runToTheEnd(
                tasks, () -> connected.isEmpty() ? newCell().timesOutAt(hover).timesOutAt(hoverAgain) : newCell());

        assertThat(connected).hasSize(2);
        FakeArmCell first = connected.get(0);
        assertThat(first.isClosed()).isTrue();
        assertThat(first.begun().subList(hover, hover + PREPARING))
                .extracting(FakeArmCell.Begun::action)
                .as("gripper, home and new objects, for nobody knows how the bin is")
                .containsExactly(Action.OPEN, Action.MOVE, Action.ARRANGE);
        assertThat(first.requests()).hasSize(2);
        assertThat(ended())
                .extracting(AttemptEnded::outcome)
                .containsExactly(Outcome.ABORTED, Outcome.ABORTED, Outcome.SUCCESS);
        assertThat(activity.trouble()).as("an attempt was completed since").isEmpty();
    }

    @Test
    void saysWhatIsWrongAndSinceWhenWhileItRecovers() throws InterruptedException {
        List<ArmSnapshot> recovering = new ArrayList<>();
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        tasks.onWait(() -> {
            recovering.add(activity.snapshot());
            clock.advance(FakeArmCell.TIMEOUT);
            if (tasks.waitsMilliseconds.size() == 2) {
                loop.stop();
            }
        });

        run(tasks, () -> {
            throw new FarmException(
                    recovering.isEmpty() ? ErrorCode.DEVICE : ErrorCode.CONFIG, "fault " + recovering.size());
        });

        assertThat(recovering).extracting(ArmSnapshot::state).containsOnly(ArmActivity.State.RECOVERING);
        assertThat(recovering)
                .extracting(snapshot -> snapshot.trouble().orElseThrow())
                .containsExactly(
                        new ArmActivity.Trouble("fault 0", false, ManualClock.START),
                        new ArmActivity.Trouble("fault 1", true, ManualClock.START));
    }

    @Test
    void goesOnAfterWhatNobodyForesawAndSaysWhatItWas() throws InterruptedException {
        Iterator<Throwable> failures = List.<Throwable>of(
                        new IllegalStateException("a bug"),
                        new NoClassDefFoundError("a library"),
                        new OutOfMemoryError("Java heap space"))
                .iterator();
        List<String> said = new ArrayList<>();
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        tasks.onWait(() -> {
            activity.trouble().map(ArmActivity.Trouble::text).ifPresent(said::add);
            if (tasks.isEmpty()) {
                loop.stop();
            }
        });

        run(tasks, () -> {
            if (failures.hasNext()) {
                throwUnchecked(failures.next());
            }
            return newCell();
        });

        assertThat(said).hasSize(3);
        assertThat(said.get(0)).contains("a bug");
        assertThat(said.get(1)).contains("a library of the system could not be loaded");
        assertThat(said.get(2)).contains("the memory is full");
        assertThat(String.join(" ", said)).doesNotContain("Exception", "Error");
        assertThat(ended()).extracting(AttemptEnded::outcome).containsExactly(Outcome.SUCCESS);
    }

    private static void throwUnchecked(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }

    @Test
    void aModelThatArrivesInTheMiddleIsUsedFromTheNextAttemptOn() throws InterruptedException {
        policies.use("m0001-aaaaaaaa");

        runToTheEnd(
                ScriptedTasks.practice(2), () -> newCell().before(PREPARING + 2, () -> policies.use("m0002-bbbbbbbb")));

        assertThat(models()).containsExactly("m0001-aaaaaaaa", "m0001-aaaaaaaa", "m0002-bbbbbbbb", "m0002-bbbbbbbb");
        assertThat(activity.model()).contains("m0002-bbbbbbbb");
    }

    @Test
    void evaluatesWithTheModelAloneAndComparesWithRandomGrasps() throws InterruptedException {
        policies.use("m0001-aaaaaaaa");

        runToTheEnd(
                new ScriptedTasks(AttemptTask.PRACTICE, AttemptTask.evaluate(5, false), AttemptTask.evaluate(5, true)),
                this::newCell);

        assertThat(models())
                .containsExactly(
                        "m0001-aaaaaaaa",
                        "m0001-aaaaaaaa",
                        "m0001-aaaaaaaa" + ScriptedPolicies.GREEDY,
                        "m0001-aaaaaaaa" + ScriptedPolicies.GREEDY,
                        "random",
                        "random");
        assertThat(started()).extracting(AttemptStarted::sceneId).endsWith("scene-5", "scene-5");
    }

    @Test
    void evaluatesAtRandomWhileThereIsNoModel() throws InterruptedException {
        runToTheEnd(new ScriptedTasks(AttemptTask.evaluate(5, false)), this::newCell);

        assertThat(models()).containsOnly("random");
    }

    @Test
    void numbersItsAttemptsWithoutGapsWhateverBecomesOfThem() throws InterruptedException {
        runToTheEnd(ScriptedTasks.practice(3), () -> newCell().timesOutAt(PREPARING + 6));

        assertThat(started()).extracting(AttemptStarted::attemptNumber).containsExactly(31L, 32L, 33L, 34L);
        assertThat(loop.nextAttemptNumber()).isEqualTo(35);
        assertThat(started()).extracting(AttemptStarted::attempt).doesNotHaveDuplicates();
        assertThat(started()).extracting(AttemptStarted::source).containsOnly(AttemptSource.GAZEBO);
    }

    @Test
    void standsStillWhileStoppedAndGoesOnAfterwards() throws InterruptedException {
        stopped = Optional.of("stopped by ada: lunch");
        activity.failed("the fault before the stop", false, Instant.EPOCH);
        List<ArmSnapshot> held = new ArrayList<>();
        List<ArmSnapshot> afterwards = new ArrayList<>();
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        tasks.onWait(() -> {
            held.add(activity.snapshot());
            stopped = Optional.empty();
            if (tasks.isEmpty()) {
                loop.stop();
            }
        });

        run(tasks, () -> {
            afterwards.add(activity.snapshot());
            return newCell();
        });

        assertThat(held.get(0).state()).isEqualTo(ArmActivity.State.HELD);
        assertThat(held.get(0).stop()).contains("stopped by ada: lunch");
        assertThat(held.get(0).trouble()).isEmpty();
        assertThat(afterwards).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.state()).isEqualTo(ArmActivity.State.STARTING);
            assertThat(snapshot.stop()).isEmpty();
            assertThat(snapshot.trouble()).as("no old fault comes back").isEmpty();
        });
        assertThat(tasks.finished).singleElement().matches(ScriptedTasks.Finished::completed);
    }

    @Test
    void aStopWhileTheBinIsFilledBeginsNoAttempt() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        List<Integer> begunWhileHeld = new ArrayList<>();
        tasks.onWait(() -> {
            if (activity.state() == ArmActivity.State.HELD) {
                begunWhileHeld.add(started().size());
                stopped = Optional.empty();
            }
            if (tasks.isEmpty()) {
                loop.stop();
            }
        });

        run(tasks, () -> newCell().before(PREPARING, () -> stopped = Optional.of("stopped by ada")));

        assertThat(begunWhileHeld).containsExactly(0);
        assertThat(ended()).extracting(AttemptEnded::outcome).containsExactly(Outcome.SUCCESS);
        assertThat(tasks.finished).extracting(ScriptedTasks.Finished::completed).containsExactly(false, true);
        assertThat(activity.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 6, 7, 9, 10, 11, 12, 13})
    void aStopInAnyPhaseEndsTheAttemptWhichIsMadeAgainAfterTheRelease(int motion) throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(1);
        List<ArmSnapshot> waiting = new ArrayList<>();
        tasks.onWait(() -> {
            waiting.add(activity.snapshot());
            if (activity.state() == ArmActivity.State.HELD) {
                stopped = Optional.empty();
            }
            if (tasks.isEmpty()) {
                loop.stop();
            }
        });

        run(tasks, () -> newCell().before(PREPARING + motion, () -> stopped = Optional.of("stopped by ada")));

        assertThat(connected)
                .as("connected, so that its heartbeat goes on saying stop")
                .hasSize(1);
        assertThat(ended()).extracting(AttemptEnded::outcome).containsExactly(Outcome.ABORTED, Outcome.SUCCESS);
        assertThat(ended().get(0).abortReason().orElseThrow()).contains("stopped by ada");
        assertThat(tasks.finished).extracting(ScriptedTasks.Finished::completed).containsExactly(false, true);
        assertThat(waiting)
                .extracting(ArmSnapshot::state)
                .containsExactly(ArmActivity.State.RECOVERING, ArmActivity.State.HELD, ArmActivity.State.IDLE);
        assertThat(waiting.get(1).trouble()).as("a stop is no fault").isEmpty();
        assertThat(connected.get(0).begun().subList(PREPARING + motion, PREPARING + motion + PREPARING))
                .extracting(FakeArmCell.Begun::action)
                .containsExactly(Action.OPEN, Action.MOVE, Action.ARRANGE);
    }

    @Test
    void theEndOfTheFarmInTheMiddleOfAnAttemptIsNoFault() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(2);

        run(
                tasks,
                () -> newCell().before(PREPARING + 4, () -> {
                    loop.stop();
                    throw new DriverException("interrupted");
                }));

        assertThat(ended())
                .singleElement()
                .satisfies(end -> assertThat(end.abortReason()).contains("the farm was stopped"));
        assertThat(activity.trouble()).isEmpty();
        assertThat(tasks.waitsMilliseconds).isEmpty();
        assertThat(activity.state()).isEqualTo(ArmActivity.State.STOPPED);
        assertThat(connected).singleElement().matches(FakeArmCell::isClosed);
    }

    @Test
    void anInterruptionThatNobodyAskedForIsNotSwallowed() {
        ArmLoop interrupted = loopOf(
                new AttemptTasks() {
                    @Override
                    public Optional<AttemptTask> next(boolean arrangesBin) {
                        return Optional.empty();
                    }

                    @Override
                    public void finished(AttemptTask task, boolean completed) {}

                    @Override
                    public void awaitChange(long milliseconds) throws InterruptedException {
                        throw new InterruptedException();
                    }
                },
                this::newCell);

        assertThatThrownBy(() -> interrupted.run(() -> {})).isInstanceOf(InterruptedException.class);
        assertThat(activity.state()).isEqualTo(ArmActivity.State.STOPPED);
    }

    @Test
    void aFaultLastsSinceTheFirstOneInARow() {
        activity.failed("first", false, Instant.EPOCH.plusSeconds(1));
        activity.ended(Outcome.ABORTED);
        activity.failed("second", true, Instant.EPOCH.plusSeconds(9));

        assertThat(activity.trouble()).contains(new ArmActivity.Trouble("second", true, Instant.EPOCH.plusSeconds(1)));
        activity.ended(Outcome.FAILURE);
        assertThat(activity.trouble()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-0.20, -0.16", "0.18, 0.21"})
    void practisesOnALowAndOnAHighTableOfALab(double fromZ, double toZ) throws InterruptedException {
        WorkspaceLimits workspace = new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, fromZ, toZ, 1.5);
        policies.drawAtRandom();
        ScriptedTasks tasks = ScriptedTasks.practice(3);
        stopWhenDone(tasks);
        loop = new ArmLoop(
                new ArmLoop.Setup(
                        () -> new FakeArmCell(clock, workspace).inALab(),
                        false,
                        () -> stopped,
                        tasks,
                        policies,
                        Attempted.RULES,
                        new PracticeConfig(15, 2, 0.1, SearchKind.ELITES.defaults(), SearchKind.ELITES.wide()),
                        events::add,
                        clock,
                        1,
                        1,
                        "test",
                        AttemptSource.GAZEBO),
                activity);

        loop.run(() -> {});

        assertThat(ended())
                .extracting(AttemptEnded::outcome)
                .containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.SUCCESS);
    }

    @Test
    void saysThatItIsAliveBeforeEachThingItDoes() throws InterruptedException {
        ScriptedTasks tasks = ScriptedTasks.practice(2);
        stopWhenDone(tasks);
        int[] signs = new int[1];

        loop = loopOf(tasks, this::newCell);
        loop.run(() -> signs[0]++);

        assertThat(signs[0]).as("two attempts and a wait").isEqualTo(3);
    }

    private FakeArmCell newCell() {
        FakeArmCell cell = new FakeArmCell(clock).stoppedBy(() -> stopped);
        connected.add(cell);
        return cell;
    }

    /** Until an arm has nothing to do. */
    private void runToTheEnd(ScriptedTasks tasks, Supplier<ArmCell> connect) throws InterruptedException {
        stopWhenDone(tasks);
        run(tasks, connect);
    }

    private void stopWhenDone(ScriptedTasks tasks) {
        tasks.onWait(() -> {
            if (tasks.isEmpty()) {
                loop.stop();
            }
        });
    }

    private void run(ScriptedTasks tasks, Supplier<ArmCell> connect) throws InterruptedException {
        loop = loopOf(tasks, connect);
        loop.run(() -> {});
    }

    private ArmLoop loopOf(AttemptTasks tasks, Supplier<ArmCell> connect) {
        return new ArmLoop(
                new ArmLoop.Setup(
                        connect,
                        true,
                        () -> stopped,
                        tasks,
                        policies,
                        Attempted.RULES,
                        new PracticeConfig(15, 2, 0.1, SearchKind.ELITES.defaults(), SearchKind.ELITES.wide()),
                        events::add,
                        clock,
                        1,
                        31,
                        "test",
                        AttemptSource.GAZEBO),
                activity);
    }

    private List<AttemptStarted> started() {
        return events.stream()
                .filter(AttemptStarted.class::isInstance)
                .map(AttemptStarted.class::cast)
                .toList();
    }

    private List<AttemptEnded> ended() {
        return events.stream()
                .filter(AttemptEnded.class::isInstance)
                .map(AttemptEnded.class::cast)
                .toList();
    }

    /** Who chose each step. */
    private List<String> models() {
        return events.stream()
                .filter(FrameCaptured.class::isInstance)
                .map(FrameCaptured.class::cast)
                .flatMap(frame -> frame.step().stream())
                .map(GraspStep::decision)
                .map(decision -> decision.model().map(ModelVersion::name).orElse("random"))
                .toList();
    }
}
