package armfarm.ingest;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.Topics;
import java.time.Duration;

/**
 * Settings of the event stream.
 *
 * @param topic name of the topic; another one lets two farms share a cluster
 * @param retention how long the broker keeps events at most; must exceed the longest outage of the store
 * @param retentionBytes how much the broker keeps a partition (one arm) at most
 * @param segmentBytes size of one file of the broker; the oldest file is deleted whole
 * @param attemptTimeout an attempt without an end is aborted this long after its start was read
 * @param commitInterval longest time a finished attempt waits for others before it is stored
 * @param commitFrames number of waiting frames that is stored without waiting longer
 * @param commitBytes likewise, of their images
 * @param storeRetryLimit how long a store that lacks a resource is tried again before ingest stops
 */
public record IngestConfig(
        String topic,
        Duration retention,
        long retentionBytes,
        int segmentBytes,
        Duration attemptTimeout,
        Duration commitInterval,
        int commitFrames,
        int commitBytes,
        Duration storeRetryLimit) {
    public IngestConfig {
        check(!topic.isBlank(), "topic", "''", "a name");
        check(retention.compareTo(Duration.ofHours(1)) >= 0, "retention", retention, "1 h or more");
        check(segmentBytes >= 1 << 20, "segment-bytes", segmentBytes, "1048576 or more");
        check(retentionBytes >= segmentBytes, "retention-bytes", retentionBytes, "segment-bytes or more");
        check(isPositive(attemptTimeout), "attempt-timeout", attemptTimeout, "more than 0");
        check(isPositive(commitInterval), "commit-interval", commitInterval, "more than 0");
        check(commitFrames > 0, "commit-frames", commitFrames, "1 or more");
        check(commitBytes > 0, "commit-bytes", commitBytes, "1 or more");
        check(!storeRetryLimit.isNegative(), "store-retry-limit", storeRetryLimit, "0 or more");
    }

    /**
     * Commit interval and size by measurement (2026-11): tar shards win from about 25 attempts a commit; at 1500 attempts/s
     * two syncs for every 25 would take half of the time.
     */
    public static IngestConfig defaults() {
        return new IngestConfig(
                Topics.ARM_EVENTS,
                Duration.ofDays(2),
                1L << 30,
                64 << 20,
                Duration.ofSeconds(60),
                Duration.ofMillis(150),
                2000,
                32 << 20,
                Duration.ofMinutes(2));
    }

    /** The same with another topic. */
    public IngestConfig withTopic(String newTopic) {
        return new IngestConfig(
                newTopic,
                retention,
                retentionBytes,
                segmentBytes,
                attemptTimeout,
                commitInterval,
                commitFrames,
                commitBytes,
                storeRetryLimit);
    }

    /** The same with another patience for attempts without an end. */
    public IngestConfig withAttemptTimeout(Duration newTimeout) {
        return new IngestConfig(
                topic,
                retention,
                retentionBytes,
                segmentBytes,
                newTimeout,
                commitInterval,
                commitFrames,
                commitBytes,
                storeRetryLimit);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean right, String key, Object found, String expected) {
        if (!right) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Setting ingest." + key + ": found " + found + ", expected " + expected);
        }
    }
}
