package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.Supervision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FarmMonitorTest {
    private final FarmException away = new FarmException(ErrorCode.RESOURCE, "PostgreSQL does not answer");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final List<Boolean> pauses = new ArrayList<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final Supervision supervision =
            Supervision.byHand(() -> now, (Announcement said) -> told.add(said.text()), pause -> {});
    private long freeMebibytes = 600;
    private Optional<RuntimeException> database = Optional.empty();
    private Optional<RuntimeException> disk = Optional.empty();
    private Optional<RuntimeException> pausing = Optional.empty();
    private Optional<FarmException> fault = Optional.empty();
    private final FarmMonitor monitor = new FarmMonitor(
            supervision,
            () -> fault,
            () -> {
                database.ifPresent(FarmMonitorTest::fail);
                readings.incrementAndGet();
            },
            new DiskGuard(
                    Path.of("/data"),
                    512,
                    () -> {
                        disk.ifPresent(FarmMonitorTest::fail);
                        return freeMebibytes;
                    },
                    paused -> {
                        pausing.ifPresent(FarmMonitorTest::fail);
                        pauses.add(paused);
                    }));

    private static void fail(RuntimeException problem) {
        throw problem;
    }

    /** One turn of each duty. */
    private void look() {
        now = now.plusSeconds(1);
        supervision.stepAll();
    }

    private List<String> problems() {
        return supervision.problems().stream().map(LoopProblem::text).toList();
    }

    @Test
    void armsPauseOnAFullDiskWhileTheDatabaseIsAwayAndBothAreProblems() {
        database = Optional.of(away);
        freeMebibytes = 44;
        monitor.start();

        look();

        assertThat(pauses).containsExactly(true);
        assertThat(monitor.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("44 MiB free"));
        assertThat(problems())
                .containsExactly("The reading of the store failed: PostgreSQL does not answer. It is tried again.");
    }

    @Test
    void theStoreIsReadWhileTheDiskCannotBeLookedAt() {
        disk = Optional.of(new FarmException(ErrorCode.RESOURCE, "The free space of /data cannot be read"));
        monitor.start();

        look();

        assertThat(readings).hasValue(1);
        assertThat(problems()).singleElement().asString().contains("free space of /data cannot be read");
    }

    @Test
    void aDutyThatFailsInAWayNobodyForesawIsTriedAgainAndToldAsGoodAgain() {
        database = Optional.of(new IllegalStateException("a bug"));
        monitor.start();
        look();
        look();
        assertThat(problems()).hasSize(1);

        database = Optional.empty();
        look();

        assertThat(problems()).isEmpty();
        assertThat(readings).hasValue(1);
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("The reading of the store works again");
    }

    @Test
    void aPauseThatDidNotReachTheArmsIsTriedAgain() {
        pausing = Optional.of(away);
        freeMebibytes = 44;
        monitor.start();
        assertThat(pauses).isEmpty();
        assertThat(monitor.problem()).isPresent();
        assertThat(problems()).singleElement().asString().startsWith("The disk check failed");

        pausing = Optional.empty();
        look();

        assertThat(pauses).containsExactly(true);
        assertThat(problems()).isEmpty();
    }

    @Test
    void theFaultOfAPartComesBeforeTheDisk() {
        freeMebibytes = 44;
        monitor.start();
        fault = Optional.of(new FarmException(ErrorCode.BUG, "ingest ended"));

        assertThat(monitor.problem()).hasValue("ingest ended");
        assertThat(pauses).containsExactly(true);
    }
}
