package armfarm.messages.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Announcement.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupervisionTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant now = START;
    private final List<Announcement> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private Runnable afterEachPause = () -> {};
    private final Supervision supervision = Supervision.byHand(() -> now, told::add, time -> {
        pauses.add(time);
        now = now.plus(time);
        afterEachPause.run();
    });

    private static void good() {}

    private static Runnable failing(Throwable problem) {
        return () -> SupervisionTest.<RuntimeException>sneak(problem);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable problem) throws T {
        throw (T) problem;
    }

    private SupervisedLoop loopOf(LoopOptions options, Runnable... queued) {
        turns.addAll(List.of(queued));
        return supervision
                .every(SECOND, "disk check", () -> turns.removeFirst().run(), options)
                .start();
    }

    /** Runs the loop on this thread until its turns are used up. */
    private void runAll(SupervisedLoop loop) {
        afterEachPause = () -> {
            if (turns.isEmpty()) {
                loop.stop();
            }
        };
        loop.run();
    }

    private LoopHealth health() {
        return supervision.health().get(0);
    }

    static List<Throwable> problems() {
        return List.of(
                new IllegalStateException("queue"),
                new FarmException(ErrorCode.RESOURCE, "PostgreSQL does not answer."),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("org/x/Y"),
                new AssertionError("3 of 4"),
                new InternalError("a fault occurred in a recent unsafe memory access operation"),
                new InterruptedException());
    }

    @ParameterizedTest
    @MethodSource("problems")
    void whateverATurnFailsWithTheLoopTellsItOnceAndGoesOn(Throwable problem) {
        SupervisedLoop loop = loopOf(
                LoopOptions.defaults(),
                SupervisionTest::good,
                failing(problem),
                failing(problem),
                SupervisionTest::good);
        runAll(loop);
        assertThat(turns).isEmpty();
        assertThat(told).extracting(Announcement::severity).hasSize(2).endsWith(Severity.INFO);
        assertThat(told.get(0).text())
                .startsWith("The disk check failed: ")
                .endsWith("It is tried again, first in 1 s.");
        assertThat(told.get(1).text()).isEqualTo("The disk check works again, after 3 s and 2 failures.");
        assertThat(health().failures()).isEqualTo(2);
        assertThat(health().lastFailure()).isPresent();
    }

    @Test
    void aFailureIsAProblemUntilATurnSucceedsAndIsRememberedAsHealed() {
        SupervisedLoop loop =
                loopOf(LoopOptions.defaults(), failing(new IllegalStateException("x")), SupervisionTest::good);
        now = START.plusSeconds(5);
        loop.step();
        assertThat(supervision.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.loop()).isEqualTo("disk check");
            assertThat(problem.state()).isEqualTo(LoopState.RESTARTING);
            assertThat(problem.text())
                    .isEqualTo("The disk check failed: something happened that nobody foresaw: x; the log has the"
                            + " details. It is tried again.");
            assertThat(problem.since()).isEqualTo(START.plusSeconds(5));
            assertThat(problem.mayHeal()).isTrue();
        });
        now = START.plusSeconds(9);
        loop.step();
        assertThat(supervision.problems()).isEmpty();
        assertThat(supervision.recoveries()).singleElement().satisfies(recovery -> {
            assertThat(recovery.from()).isEqualTo(START.plusSeconds(5));
            assertThat(recovery.to()).isEqualTo(START.plusSeconds(9));
            assertThat(recovery.problem()).contains("failed: something happened");
        });
        assertThat(health().state()).isEqualTo(LoopState.RUNNING);
        assertThat(health().lastProgress()).isEqualTo(START.plusSeconds(9));
    }

    @Test
    void thePauseDoublesUpToItsLimitAndIsShortAgainAfterAGoodSpell() {
        LoopOptions options = LoopOptions.defaults()
                .withPauses(Duration.ofSeconds(2), Duration.ofSeconds(10))
                .withGoodSpell(Duration.ofSeconds(3));
        Runnable bad = failing(new IllegalStateException());
        runAll(loopOf(
                options,
                bad,
                bad,
                bad,
                bad,
                bad,
                SupervisionTest::good,
                SupervisionTest::good,
                SupervisionTest::good,
                SupervisionTest::good,
                bad));
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L, 10L, 10L, 1L, 1L, 1L, 1L, 2L);
    }

    @Test
    void aLoopThatFailsEverySecondTimeIsTriedLessAndLessOften() {
        Runnable bad = failing(new IllegalStateException());
        runAll(loopOf(
                LoopOptions.defaults(),
                bad,
                SupervisionTest::good,
                bad,
                SupervisionTest::good,
                bad,
                SupervisionTest::good,
                bad));
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 1L, 2L, 1L, 4L, 1L, 8L);
    }

    @Test
    void anotherFailureThanTheLastOneIsTold() {
        SupervisedLoop loop = loopOf(
                LoopOptions.defaults(),
                failing(new FarmException(ErrorCode.RESOURCE, "the disk is full")),
                failing(new OutOfMemoryError("Java heap space")));
        loop.step();
        loop.step();
        assertThat(told).extracting(Announcement::text).hasSize(2);
        assertThat(told.get(0).text()).contains("the disk is full");
        assertThat(told.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(told.get(0).cause()).isEmpty();
        assertThat(told.get(1).text()).contains("the memory is full (Java heap space)");
        assertThat(told.get(1).severity()).isEqualTo(Severity.ERROR);
        assertThat(told.get(1).cause()).containsInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aLoopGoesOnWhenEvenTellingFails() {
        AtomicInteger done = new AtomicInteger();
        Supervision full = Supervision.byHand(
                () -> now,
                announcement -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                time -> now = now.plus(time));
        SupervisedLoop loop = full.loop(
                "trainer",
                self -> {
                    if (done.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                },
                LoopOptions.defaults());
        loop.start().run();
        assertThat(done).hasValue(3);
        assertThat(full.health().get(0).state()).isEqualTo(LoopState.ENDED);
    }

    @Test
    void aBodyThatReturnsHasEndedAsIntended() {
        supervision.loop("sender", self -> {}, LoopOptions.defaults()).start().run();
        assertThat(health().state()).isEqualTo(LoopState.ENDED);
        assertThat(supervision.problems()).isEmpty();
        assertThat(supervision.fault()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aBodyIsStartedAgainAfterAFailureAndIsGoodAgainWithItsFirstProgress() {
        AtomicInteger calls = new AtomicInteger();
        SupervisedLoop loop = supervision.loop(
                "sender",
                self -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException();
                    }
                    self.progress();
                    assertThat(supervision.problems()).isEmpty();
                    self.pause(SECOND);
                },
                LoopOptions.defaults());
        loop.start().run();
        assertThat(calls).hasValue(2);
        assertThat(told).hasSize(2);
        assertThat(health().state()).isEqualTo(LoopState.ENDED);
    }

    @Test
    void aBodyWithNothingToDoIsGoodAgainAfterAGoodSpell() {
        AtomicInteger calls = new AtomicInteger();
        SupervisedLoop loop = supervision.loop(
                "acceptor",
                self -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException();
                    }
                    now = now.plusSeconds(10);
                    assertThat(supervision.problems()).hasSize(1);
                    now = now.plusSeconds(60);
                    assertThat(supervision.problems()).isEmpty();
                },
                LoopOptions.defaults());
        loop.start().run();
        assertThat(calls).hasValue(2);
        assertThat(supervision.recoveries()).hasSize(1);
    }

    @Test
    void aLoopThatCannotGoOnStaysAProblemAndIsTheFaultOfTheFarm() {
        SupervisedLoop loop = loopOf(
                LoopOptions.defaults().deadAfter(IllegalStateException.class::isInstance),
                failing(new IllegalStateException("what it held is lost")),
                SupervisionTest::good);
        supervision
                .every(SECOND, "page", () -> {
                    throw new IllegalArgumentException();
                })
                .start()
                .step();
        loop.run();
        assertThat(turns).as("turns not begun").hasSize(1);
        loop.close();
        assertThat(supervision.problems()).extracting(LoopProblem::loop).containsExactly("disk check", "page");
        assertThat(supervision.problems().get(0).mayHeal()).isFalse();
        assertThat(supervision.problems().get(0).text())
                .isEqualTo("The disk check cannot go on: something happened that nobody foresaw: what it held is lost;"
                        + " the log has the details. Start the process again.");
        assertThat(supervision.fault().orElseThrow())
                .hasMessageStartingWith("The disk check cannot go on")
                .extracting(FarmException::code)
                .isEqualTo(ErrorCode.BUG);
    }

    @Test
    void aTurnThatHangsIsStuckUntilItEndsButOneThatWaitsIsNot() {
        Supplier<LoopState> state = () -> health().state();
        SupervisedLoop loop = loopOf(LoopOptions.defaults().withSilenceLimit(Duration.ofSeconds(30)), () -> {
            now = now.plusSeconds(30);
            assertThat(state.get()).isEqualTo(LoopState.RUNNING);
            now = now.plusSeconds(12);
            assertThat(state.get()).isEqualTo(LoopState.STUCK);
            assertThat(supervision.problems())
                    .extracting(LoopProblem::text)
                    .containsExactly("The disk check has not moved for 42 s; it hangs, or the machine is overloaded.");
        });
        afterEachPause = () -> {
            now = now.plusSeconds(600);
            assertThat(state.get()).isEqualTo(LoopState.RUNNING);
            loop.stop();
        };
        loop.run();
        assertThat(told)
                .extracting(Announcement::text)
                .containsExactly(
                        "The disk check has not moved for 42 s; it hangs, or the machine is overloaded.",
                        "The disk check works again, after 42 s.");
    }

    @Test
    void progressWithinALongTurnKeepsItFromLookingStuck() {
        SupervisedLoop[] self = new SupervisedLoop[1];
        self[0] = loopOf(LoopOptions.defaults().withSilenceLimit(Duration.ofSeconds(30)), () -> {
            for (int i = 0; i < 10; i++) {
                now = now.plusSeconds(20);
                self[0].progress();
            }
            assertThat(health().age(now)).isEqualTo(Duration.ZERO);
            assertThat(supervision.problems()).isEmpty();
        });
        self[0].step();
        assertThat(told).isEmpty();
    }

    @Test
    void aSignOfLifeEndsAStandstillButDoesNotHealAFailure() {
        SupervisedLoop[] self = new SupervisedLoop[1];
        self[0] = loopOf(
                LoopOptions.defaults().withSilenceLimit(Duration.ofSeconds(30)),
                () -> {
                    now = now.plusSeconds(40);
                    assertThat(health().state()).isEqualTo(LoopState.STUCK);
                    self[0].alive();
                    assertThat(health().state()).isEqualTo(LoopState.RUNNING);
                    throw new IllegalStateException();
                },
                () -> {
                    self[0].alive();
                    assertThat(health().state()).isEqualTo(LoopState.RESTARTING);
                });
        self[0].step();
        self[0].step();
        assertThat(health().state()).isEqualTo(LoopState.RUNNING);
        assertThat(supervision.recoveries()).hasSize(2);
    }

    @Test
    void failuresOfALoopThatIsStoppedAreNoProblem() {
        SupervisedLoop[] self = new SupervisedLoop[1];
        self[0] = loopOf(LoopOptions.defaults(), () -> {
            self[0].interrupt();
            throw new IllegalStateException("closed under its hands");
        });
        self[0].run();
        assertThat(health().state()).isEqualTo(LoopState.ENDED);
        assertThat(supervision.problems()).isEmpty();
        assertThat(told).extracting(Announcement::severity).containsExactly(Severity.INFO);
    }

    @Test
    void loopsOfOneNameCanBeToldApartAndALoopThatIsClosedIsGoneButItsFailuresAreCounted() {
        SupervisedLoop first = loopOf(LoopOptions.defaults(), failing(new IllegalStateException()));
        SupervisedLoop second = loopOf(LoopOptions.defaults(), SupervisionTest::good);
        assertThat(supervision.health()).extracting(LoopHealth::name).containsExactly("disk check", "disk check (2)");
        first.step();
        first.close();
        assertThat(supervision.health()).extracting(LoopHealth::name).containsExactly("disk check (2)");
        assertThat(supervision.problems()).isEmpty();
        assertThat(supervision.failures()).isEqualTo(1);
        second.close();
        second.close();
        assertThat(supervision.health()).isEmpty();
    }

    @Test
    void whatDidNotWorkWhenItWasAskedToEndIsRememberedForTheExitCode() {
        SupervisedLoop bad = loopOf(LoopOptions.defaults(), failing(new OutOfMemoryError("Java heap space")));
        SupervisedLoop healed = loopOf(
                LoopOptions.defaults(), failing(new FarmException(ErrorCode.RESOURCE, "x")), SupervisionTest::good);
        bad.step();
        healed.step();
        assertThat(supervision.unhealed()).extracting(LoopProblem::foreseen).containsExactly(false, true);
        healed.step();
        healed.close();
        bad.close();
        assertThat(supervision.problems()).isEmpty();
        assertThat(supervision.unhealed()).extracting(LoopProblem::loop).containsExactly("disk check");
        loopOf(LoopOptions.defaults(), SupervisionTest::good);
        assertThat(supervision.unhealed()).isEmpty();
    }

    @Test
    void theLoopsOfAPartAreShownAmongThoseOfTheFarmAndWhatItLeftUnhealedStays() {
        Supervision part = Supervision.byHand(() -> now, told::add, time -> {});
        Supervision healthy = Supervision.byHand(() -> now, told::add, time -> {});
        supervision.include(part);
        supervision.include(healthy);
        part.every(SECOND, "upload", failing(new IllegalStateException())::run).start();
        turns.addAll(List.of(failing(new IllegalStateException()), SupervisionTest::good));
        healthy.every(SECOND, "keeper", () -> turns.removeFirst().run()).start();
        supervision.stepAll();
        assertThat(supervision.problems()).extracting(LoopProblem::loop).containsExactly("upload", "keeper");
        healthy.stepAll();
        assertThat(supervision.health()).extracting(LoopHealth::name).containsExactly("upload", "keeper");
        assertThat(supervision.recoveries()).extracting(LoopRecovery::loop).containsExactly("keeper");
        part.close();
        healthy.close();
        supervision.include(Supervision.byHand(() -> now, told::add, time -> {}));
        assertThat(supervision.health()).isEmpty();
        assertThat(supervision.unhealed()).extracting(LoopProblem::loop).containsExactly("upload");
        assertThat(supervision.recoveries()).hasSize(1);
        assertThat(supervision.failures()).isEqualTo(2);
    }

    @Test
    @Timeout(30)
    void closeEndsThreadsThatWaitThatPauseAndThatAreBusy() throws InterruptedException {
        Supervision threads = new Supervision(Instant::now, told::add);
        CountDownLatch busy = new CountDownLatch(2);
        SupervisedLoop pausing = threads.every(Duration.ofDays(1), "pausing", busy::countDown);
        SupervisedLoop waiting = threads.loop(
                "waiting",
                self -> {
                    busy.countDown();
                    new CountDownLatch(1).await();
                },
                LoopOptions.defaults());
        pausing.start();
        waiting.start();
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.isAlive()).isTrue();
        threads.close();
        assertThat(pausing.isAlive()).isFalse();
        assertThat(waiting.isAlive()).isFalse();
        assertThat(threads.health()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    @Timeout(30)
    void aThreadThatIsThereAlreadyCanBeLentToALoop() {
        Supervision threads = new Supervision(Instant::now, told::add);
        AtomicInteger calls = new AtomicInteger();
        threads.loop(
                        "acceptor",
                        self -> {
                            assertThat(threads.health())
                                    .extracting(LoopHealth::state)
                                    .containsOnly(LoopState.RUNNING);
                            calls.incrementAndGet();
                        },
                        LoopOptions.defaults())
                .runHere();
        assertThat(calls).hasValue(1);
        assertThat(threads.health()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        threads.close();
    }

    @Test
    @Timeout(30)
    void aThreadWakesFromItsPauseWhenThereIsSomethingToDo() throws InterruptedException {
        try (Supervision threads = new Supervision(Instant::now, told::add)) {
            CountDownLatch twice = new CountDownLatch(2);
            SupervisedLoop loop = threads.every(Duration.ofDays(1), "sleeper", twice::countDown)
                    .start();
            while (!twice.await(1, TimeUnit.MILLISECONDS)) {
                loop.wake();
            }
            assertThat(loop.isAlive()).isTrue();
        }
    }

    @Test
    @Timeout(30)
    void aStrayInterruptIsTriedAgain() throws InterruptedException {
        try (Supervision threads = new Supervision(Instant::now, told::add)) {
            CountDownLatch again = new CountDownLatch(2);
            CountDownLatch begun = new CountDownLatch(1);
            Thread[] runner = new Thread[1];
            threads.loop(
                            "reader",
                            self -> {
                                again.countDown();
                                runner[0] = Thread.currentThread();
                                begun.countDown();
                                new CountDownLatch(1).await();
                            },
                            LoopOptions.defaults().withPauses(Duration.ofMillis(1), Duration.ofMillis(1)))
                    .start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            runner[0].interrupt();
            assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(threads.failures()).isEqualTo(1);
        }
    }

    @Test
    void pausesMustBeAboveZero() {
        assertThatThrownBy(() -> LoopOptions.defaults().withPauses(Duration.ZERO, SECOND))
                .hasMessageContaining("expected a first one above zero");
    }

    @Test
    void nothingIsToldBeforeSomethingHappens() {
        supervision.every(SECOND, "disk check", () -> {});
        assertThat(health()).isEqualTo(new LoopHealth("disk check", LoopState.NEW, START, 0, Optional.empty(), START));
    }

    @Test
    void failuresOfAPartOfAPartStayCountedWhenItIsClosed() {
        Supervision middle = Supervision.byHand(() -> now, told::add, time -> {});
        Supervision inner = Supervision.byHand(() -> now, told::add, time -> {});
        supervision.include(middle);
        middle.include(inner);
        inner.every(SECOND, "link", failing(new IllegalStateException())::run).start();
        supervision.stepAll();
        assertThat(supervision.failures()).isEqualTo(1);
        inner.close();
        assertThat(supervision.failures()).isEqualTo(1);
        middle.close();
        assertThat(supervision.failures()).isEqualTo(1);
        supervision.include(Supervision.byHand(() -> now, told::add, time -> {}));
        assertThat(supervision.failures()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void closingManyLoopsThatHangTakesTheirPatienceOnceAndNotItsSum() throws InterruptedException {
        int count = 12;
        Supervision threads = new Supervision(Instant::now, announcement -> {});
        CountDownLatch hanging = new CountDownLatch(count);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            threads.loop(
                            "hung",
                            self -> {
                                hanging.countDown();
                                awaitWhateverComes(release);
                            },
                            LoopOptions.defaults().notInterrupted(Duration.ofMillis(500)))
                    .start();
        }
        assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
        long begun = System.nanoTime();
        threads.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("1.5 s once, 18 s in a row")
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(9));
        release.countDown();
    }

    private static void awaitWhateverComes(CountDownLatch release) {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                released = false;
            }
        }
    }
}
