package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.StoreComparisonReport;
import armfarm.episodes.StoreDifference;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.RejectedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing has to be able to fail: each test but the first changes one thing. */
class StoreComparisonIT {
    @TempDir
    Path folder;

    private StoreFixture expected;
    private StoreFixture found;
    private List<GraspAttempt> attempts;

    @BeforeEach
    void fillTwoStoresInDifferentOrder() {
        expected = new StoreFixture(folder.resolve("expected"));
        found = new StoreFixture(folder.resolve("found"));
        attempts = new ArrayList<>(expected.attempts.next(5));
        expected.attempts.outcome = Outcome.ABORTED;
        attempts.add(expected.attempts.next());
        store(expected, attempts, List.of(rejected(7, "no event"), rejected(9, "late")));
        Collections.reverse(attempts);
        for (GraspAttempt attempt : attempts) {
            store(found, List.of(attempt), List.of());
        }
        store(
                found,
                List.of(),
                List.of(rejected(1017, "no event"), rejected(1020, "late"), rejected(1021, "late", "again")));
    }

    @AfterEach
    void close() {
        expected.close();
        found.close();
    }

    @Test
    void equalStoresDoNotDiffer() {
        StoreComparisonReport report = compare();

        assertThat(report.differences()).isEmpty();
        assertThat(report.differentRows()).isZero();
        long frames = attempts.stream().mapToLong(a -> a.frames().size()).sum();
        long labels =
                attempts.stream().mapToLong(a -> a.ended().labels().size()).sum();
        assertThat(report.comparedRows().get("attempt")).isEqualTo(6);
        assertThat(report.comparedRows().get("frame")).isEqualTo(frames);
        assertThat(report.comparedRows().get("label")).isEqualTo(labels);
        assertThat(report.comparedRows().get("rejected_record")).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(6 + frames + labels + 2);
    }

    @Test
    void namesTheColumnThatDiffers() {
        String id = attempts.get(2).id().toString();
        found.execute("update attempt set gripper_opening_meters = 0.03100000001 where id = '" + id + "'");
        found.execute("update frame set stamp = stamp + interval '1 microsecond' where attempt_id = '" + id
                + "' and sequence = 1");
        found.execute("update label set confidence = 0.8 where attempt_id = '" + id + "' and source = 'SIMULATOR'");

        assertThat(compare().differences())
                .extracting(StoreDifference::table, StoreDifference::row, StoreDifference::column)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("attempt", id, "gripper_opening_meters"),
                        org.assertj.core.groups.Tuple.tuple("frame", id + "/0000000001", "stamp"),
                        org.assertj.core.groups.Tuple.tuple("label", id + "/0000000002", "confidence"));
        assertThat(compare().differentRows()).isEqualTo(3);
        assertThat(compare().differences().get(0).toString()).contains("expected 0.031, found 0.03100000001");
    }

    @Test
    void seesAFlippedBitOfADepthAndADepthThatIsNotThere() throws IOException {
        short[] millimeters = new short[64 * 48];
        Arrays.fill(millimeters, (short) 640);
        expected.attempts.outcome = Outcome.SUCCESS;
        expected.attempts.depth = Optional.of(DepthCodec.encode(new DepthImage(64, 48, millimeters)));
        GraspAttempt attempt = expected.attempts.next();
        store(expected, List.of(attempt), List.of());
        store(found, List.of(attempt), List.of());
        assertThat(compare().differences()).isEmpty();
        String first = attempt.id() + "/0000000001";
        String second = attempt.id() + "/0000000002";
        ImageRef depth =
                found.store.episodes().frames(attempt.id()).get(0).depth().orElseThrow();
        flip(depth.shard(), depth.byteOffset() + 5);
        found.execute("update frame set depth_byte_offset = null, depth_byte_length = null, depth_crc32c = null"
                + " where attempt_id = '" + attempt.id() + "' and sequence = 2");

        StoreComparisonReport report = compare();

        assertThat(report.differentRows()).isEqualTo(2);
        assertThat(report.differences())
                .extracting(StoreDifference::row, StoreDifference::column)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(first, "depth"),
                        org.assertj.core.groups.Tuple.tuple(second, "depth_crc32c"));
    }

    @Test
    void seesAFlippedBitOfAnImage() throws IOException {
        String place = found.ask("select s.name || ' ' || f.byte_offset from frame f join shard s on s.id = f.shard_id"
                + " order by attempt_id, sequence limit 1");
        flip(place.split(" ")[0], Long.parseLong(place.split(" ")[1]) + 5);

        StoreComparisonReport report = compare();

        assertThat(report.differentRows()).isEqualTo(1);
        assertThat(report.differences()).singleElement().satisfies(one -> {
            assertThat(one.table()).isEqualTo("image");
            assertThat(one.column()).isEqualTo("bytes");
        });
    }

    @Test
    void seesWhatOneOfThemDoesNotHave() {
        found.attempts.next(10); // the same seed makes the same attempts
        List<GraspAttempt> more = found.append(1);
        GraspAttempt missing = expected.append(1).get(0);
        store(found, List.of(), List.of(rejected(2000, "another", "what nobody sent")));

        StoreComparisonReport report = compare();

        assertThat(report.differences())
                .filteredOn(one -> one.table().equals("attempt"))
                .extracting(StoreDifference::toString)
                .containsExactlyInAnyOrder(
                        "attempt " + more.get(0).id() + ": expected no such row, found a row",
                        "attempt " + missing.id() + ": expected a row, found no such row");
        assertThat(report.differences())
                .filteredOn(one -> one.table().equals("rejected_record"))
                .hasSize(1);
    }

    @Test
    void knowsWhatWasGivenToOneOfThemOnPurpose() {
        byte[] poison = {(byte) 0xff, 1, 2, 3};
        String md5 = DigestUtils.md5Hex(poison);
        StoreComparison.Exceptions given = new StoreComparison.Exceptions(Set.of(), Set.of(md5));
        assertThat(compare(given).differences())
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).contains(md5, "no such row"));

        store(
                found,
                List.of(),
                List.of(new RejectedRecord(
                        "arm.events",
                        3,
                        5000,
                        Optional.empty(),
                        "no event",
                        new EncodedImage(RejectedRecord.PAYLOAD_TYPE, poison))));

        assertThat(compare(given).differentRows()).isZero();
        assertThat(compare().differentRows()).isEqualTo(1);
    }

    @Test
    void doesNotAskWhenTheReaderGaveUpAnAttempt() {
        AttemptId id = attempts.get(0).id();
        found.execute("update attempt set ended_at = ended_at + interval '1 second' where id = '" + id + "'");

        assertThat(compare().differentRows()).isEqualTo(1);
        assertThat(compare(new StoreComparison.Exceptions(Set.of(id), Set.of())).differentRows())
                .isZero();
    }

    private void flip(String shard, long at) throws IOException {
        try (var file = new java.io.RandomAccessFile(
                folder.resolve("found").resolve(shard).toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }

    private StoreComparisonReport compare() {
        return compare(StoreComparison.Exceptions.NONE);
    }

    private StoreComparisonReport compare(StoreComparison.Exceptions exceptions) {
        return StoreComparison.compare(
                new StoreComparison.Side(expected.database, expected.shards),
                new StoreComparison.Side(found.database, found.shards),
                exceptions,
                rows -> {});
    }

    private static void store(StoreFixture fixture, List<GraspAttempt> attempts, List<RejectedRecord> rejected) {
        fixture.store.stream().append(new EpisodeBatch(attempts, rejected, List.of()));
    }

    private static RejectedRecord rejected(long offset, String payload) {
        return rejected(offset, payload, payload);
    }

    private static RejectedRecord rejected(long offset, String payload, String reason) {
        return new RejectedRecord(
                "arm.events",
                2,
                offset,
                Optional.empty(),
                reason,
                new EncodedImage(RejectedRecord.PAYLOAD_TYPE, payload.getBytes(StandardCharsets.UTF_8)));
    }
}
