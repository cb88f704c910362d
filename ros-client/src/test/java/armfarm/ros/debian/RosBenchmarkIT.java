package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.bench.RosBenchmark;
import armfarm.ros.bench.RosBenchmark.Receiver;
import org.junit.jupiter.api.Test;

/** The benchmark itself at a small size: it runs, and nothing is lost. How fast it is, is not a test's business. */
@NeedsDebianRos({"python3-rosbag", "topic-tools"})
class RosBenchmarkIT {
    @Test
    void everyReceiverIsMeasuredAndNoImageIsLostOverRestarts() {
        RosBenchmark.Report report = RosBenchmark.run(new RosBenchmark.Options(3, 12, 32, 9), phase -> {});

        assertThat(report.lost()).isZero();
        assertThat(report.cpuMsPerMb()).containsOnlyKeys(Receiver.values());
        assertThat(report.cpuMsPerMb().values()).allMatch(millis -> millis > 0);
        // 10 + 32 images of each of 3 cameras, and one after each restart. The kernel counts a process's time in steps
        // of 10 ms, and
        // the fastest receiver takes a third of a millisecond for a megabyte: fewer images could measure as nothing.
        assertThat(report.bytes()).isEqualTo((3 * 42 + 9) * 640L * 512 * 3);
        assertThat(report.threadsAfter()).isBetween(report.threadsBefore() - 3, report.threadsBefore() + 3);
    }
}
