package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.RejectedRecord;
import armfarm.messages.SequenceGaps;
import armfarm.messages.StreamPosition;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodeAssemblerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Instant NOW = TestAttempts.TIME.plusSeconds(100);

    private final TestAttempts make = new TestAttempts(7, 20);
    private final Set<AttemptId> stored = new HashSet<>();
    private EpisodeAssembler assembler = assemblerAt(10);
    private long offset = 10;

    @Test
    void putsAnAttemptTogether() {
        List<AttemptEvent> events = make.events(0, 3);

        offerAll(events);

        GraspAttempt attempt = onlyAttempt(assembler.take());
        assertThat(attempt.started()).isEqualTo(events.get(0));
        assertThat(attempt.frames()).isEqualTo(events.subList(1, 4));
        assertThat(attempt.ended()).isEqualTo(events.get(4));
        assertThat(assembler.metrics().attempts()).isEqualTo(1);
        assertThat(assembler.metrics().records()).isEqualTo(5);
    }

    @Test
    void positionIsTheStartOfTheOldestOpenAttempt() {
        AttemptId first = make.id();
        AttemptId second = make.id();
        assertThat(position()).isEqualTo(10);

        offer(make.started(first, 0));
        offer(make.started(second, 1));
        offer(make.ended(second, 1, 1));
        assertThat(position()).isEqualTo(10);

        offer(make.ended(first, 0, 1));
        assertThat(position()).isEqualTo(14);
        assertThat(assembler.take().positions()).containsExactly(new StreamPosition("t", 3, 14));
    }

    @Test
    void takesEachResultOnce() {
        offerAll(make.events(0, 1));

        assertThat(assembler.waiting()).isEqualTo(2);
        assertThat(assembler.take().attempts()).hasSize(1);
        assertThat(assembler.take().attempts()).isEmpty();
        assertThat(assembler.waiting()).isZero();
    }

    @Test
    void passesOverRepeatedEvents() {
        List<AttemptEvent> events = make.events(0, 2);

        for (AttemptEvent event : events) {
            offer(event);
            offer(event);
        }

        assertThat(onlyAttempt(assembler.take()).frames()).hasSize(2);
        assertThat(assembler.metrics().duplicates()).isEqualTo(4);
        assertThat(assembler.metrics().rejected()).isZero();
    }

    @Test
    void aGapAbortsTheAttemptAndKeepsWhatFollowsAsRejected() {
        List<AttemptEvent> events = make.events(0, 4);

        offer(events.get(0));
        offer(events.get(1));
        offer(events.get(3));
        offer(events.get(4));
        offer(events.get(5));

        EpisodeBatch batch = assembler.take();
        GraspAttempt attempt = onlyAttempt(batch);
        assertAborted(attempt, "gap: expected sequence 2, found 3");
        assertThat(attempt.ended().gaps()).isEqualTo(new SequenceGaps(0, 1));
        assertThat(assembler.metrics().gaps()).isEqualTo(1);
        assertThat(attempt.frames()).containsExactly((armfarm.messages.FrameCaptured) events.get(1));
        assertThat(batch.rejected()).hasSize(3).allSatisfy(record -> {
            assertThat(record.attempt()).contains(attempt.id());
            assertThat(record.reason()).contains("gap: expected sequence 2, found 3");
        });
        assertThat(batch.rejected().get(0).payload().bytes()).isEqualTo(AttemptEventCodec.encode(events.get(3)));
        assertThat(position()).isEqualTo(offset);
    }

    @Test
    void anotherStartOfTheSameArmAbortsTheOpenAttempt() {
        AttemptId lost = make.id();
        offer(make.started(lost, 0));

        offerAll(make.events(0, 1));

        List<GraspAttempt> attempts = assembler.take().attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).id()).isEqualTo(lost);
        assertAborted(attempts.get(0), "the arm started another attempt");
        assertThat(attempts.get(1).ended().outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void aJumpAbortsWhatIsOpenAndIsKeptAsARejectedRecord() {
        AttemptId open = make.id();
        offer(make.started(open, 0));
        offer(make.frame(open, 0, 1));
        long next = offset;

        assembler.jumpTo(500, "expired", NOW);

        EpisodeBatch batch = assembler.take();
        assertAborted(onlyAttempt(batch), "the broker lost its events");
        assertThat(batch.rejected()).hasSize(1).first().satisfies(record -> {
            assertThat(record.offset()).isEqualTo(next);
            assertThat(record.reason()).isEqualTo("expired");
            assertThat(record.payload().byteCount()).isZero();
        });
        assertThat(batch.positions()).containsExactly(new StreamPosition("t", 3, 500));
    }

    @Test
    void anotherArmsStartDoesNotDisturb() {
        offer(make.started(make.id(), 0));

        offerAll(make.events(1, 1));

        assertThat(onlyAttempt(assembler.take()).started().arm()).isEqualTo(TestAttempts.arm(1));
        assertThat(assembler.metrics().aborted()).isZero();
    }

    @Test
    void abortsAfterTheTimeoutAndRefusesLateEvents() {
        AttemptId slow = make.id();
        offer(make.started(slow, 0));
        offer(make.frame(slow, 0, 1));

        assembler.tick(NOW.plus(TIMEOUT));
        assertThat(assembler.waiting()).isZero();
        assembler.tick(NOW.plus(TIMEOUT).plusMillis(1));
        offer(make.frame(slow, 0, 1));
        offer(make.frame(slow, 0, 2));

        EpisodeBatch batch = assembler.take();
        assertAborted(onlyAttempt(batch), "no end within 60 s of its start");
        assertThat(onlyAttempt(batch).ended().endedAt())
                .isEqualTo(NOW.plus(TIMEOUT).plusMillis(1));
        assertThat(assembler.metrics().duplicates()).isEqualTo(1);
        RejectedRecord late = batch.rejected().get(0);
        assertThat(late.attempt()).contains(slow);
        assertThat(late.reason()).contains("came late", "no end within 60 s");
    }

    @Test
    void timeInWhichNobodyReadDoesNotCount() {
        offer(make.started(make.id(), 0));

        assembler.postpone(Duration.ofSeconds(30));
        assembler.tick(NOW.plus(TIMEOUT).plusSeconds(30));
        assertThat(assembler.waiting()).isZero();

        assembler.tick(NOW.plus(TIMEOUT).plusSeconds(31));
        assertThat(assembler.waiting()).isPositive();
    }

    @Test
    void abortsAllOpen() {
        offer(make.started(make.id(), 0));
        offer(make.started(make.id(), 1));

        assembler.abortAllOpen("the farm stopped", NOW);

        assertThat(assembler.take().attempts()).hasSize(2).allSatisfy(a -> assertAborted(a, "the farm stopped"));
        assertThat(position()).isEqualTo(12);
    }

    @Test
    void rejectsEventsWithoutAStartUnlessTheAttemptIsStored() {
        AttemptId unknown = make.id();
        AttemptId known = make.id();
        stored.add(known);

        offer(make.frame(unknown, 0, 4));
        offer(make.frame(known, 0, 4));
        offer(make.ended(known, 0, 5));

        RejectedRecord record = assembler.take().rejected().get(0);
        assertThat(record.attempt()).contains(unknown);
        assertThat(record.offset()).isEqualTo(10);
        assertThat(record.reason()).contains("without the attempt's start");
        assertThat(assembler.metrics().rejected()).isEqualTo(1);
        assertThat(assembler.metrics().duplicates()).isEqualTo(2);
    }

    @Test
    void passesOverAStoredAttemptThatComesWhole() {
        List<AttemptEvent> events = make.events(0, 2);
        stored.add(events.get(0).attempt());

        offerAll(events);

        assertThat(assembler.take().attempts()).isEmpty();
        assertThat(assembler.metrics().duplicates()).isEqualTo(4);
        assertThat(position()).isEqualTo(14);
    }

    @Test
    void keepsUndecodableBytesWithTheReason() {
        byte[] cut = List.of(make.events(0, 1).get(1)).stream()
                .map(AttemptEventCodec::encode)
                .map(whole -> java.util.Arrays.copyOf(whole, whole.length - 1))
                .findFirst()
                .orElseThrow();

        assembler.offer(10, cut, NOW);
        assembler.offer(11, new byte[0], NOW);

        List<RejectedRecord> rejected = assembler.take().rejected();
        assertThat(rejected).hasSize(2);
        assertThat(rejected.get(0).payload().bytes()).isEqualTo(cut);
        assertThat(rejected.get(0).attempt()).isPresent();
        assertThat(rejected.get(0).reason()).contains("damaged or cut");
        assertThat(rejected.get(1).attempt()).isEqualTo(Optional.empty());
        assertThat(rejected.get(1).reason()).contains("schema_version");
        assertThat(position()).isEqualTo(12);
    }

    @Test
    void rejectsAnEventThatNamesAnotherArm() {
        AttemptId attempt = make.id();
        offer(make.started(attempt, 0));

        offer(make.frame(attempt, 1, 1));

        assertThat(assembler.take().rejected().get(0).reason()).contains("arm_1", "arm_0");
    }

    @Test
    void readingAgainFromThePositionGivesTheRestAndNothingTwice() {
        List<AttemptEvent> stream = new ArrayList<>();
        List<AttemptEvent> slow = make.events(1, 6);
        for (int i = 0; i < slow.size(); i++) {
            stream.add(slow.get(i));
            stream.addAll(make.events(0, 2));
        }
        for (int cut = 0; cut <= stream.size(); cut++) {
            stored.clear();
            assembler = assemblerAt(0);
            offset = 0;
            offerAll(stream.subList(0, cut));
            EpisodeBatch before = assembler.take();
            before.attempts().forEach(attempt -> stored.add(attempt.id()));

            offset = position();
            assembler = assemblerAt(offset);
            offerAll(stream.subList((int) offset, stream.size()));

            List<GraspAttempt> all = new ArrayList<>(before.attempts());
            all.addAll(assembler.take().attempts());
            assertThat(all).as("cut at %d", cut).extracting(GraspAttempt::id).doesNotHaveDuplicates();
            assertThat(all)
                    .hasSize(slow.size() + 1)
                    .allSatisfy(attempt -> assertThat(attempt.ended().outcome()).isEqualTo(Outcome.FAILURE));
            assertThat(assembler.metrics().rejected()).isZero();
        }
    }

    private EpisodeAssembler assemblerAt(long nextOffset) {
        return new EpisodeAssembler(new StreamPosition("t", 3, nextOffset), TIMEOUT, stored::contains);
    }

    private long position() {
        return assembler.position().nextOffset();
    }

    private void offer(AttemptEvent event) {
        assembler.offer(offset++, AttemptEventCodec.encode(event), NOW);
    }

    private void offerAll(List<AttemptEvent> events) {
        events.forEach(this::offer);
    }

    private static GraspAttempt onlyAttempt(EpisodeBatch batch) {
        assertThat(batch.attempts()).hasSize(1);
        return batch.attempts().get(0);
    }

    private static void assertAborted(GraspAttempt attempt, String reason) {
        assertThat(attempt.ended().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(attempt.ended().abortReason()).contains(reason);
    }
}
