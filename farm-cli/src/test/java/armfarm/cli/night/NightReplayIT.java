package armfarm.cli.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import armfarm.controller.base.CacheFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.StoreComparisonReport;
import armfarm.episodes.StoreDifference;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.StoreComparison;
import armfarm.ingest.night.NightEvent;
import armfarm.ingest.night.NightInfo;
import armfarm.ingest.night.NightReader;
import armfarm.ingest.night.NightWriter;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded nights of simulated farms through a real broker and a real database, with and without faults. */
class NightReplayIT {
    private static final Path NIGHT = Path.of("src/test/resources/nights/simulated.night");
    private static final long EVENTS = 406;
    private static final long ATTEMPTS = 92;
    private static final Path GAZEBO_NIGHT = NIGHT.resolveSibling("gazebo.night");
    private static final long GAZEBO_EVENTS = 340;
    private static final long GAZEBO_ATTEMPTS = 82;

    @TempDir
    Path temp;

    @Test
    void whateverHappensTheStoreIsTheSame() {
        Path data = temp.resolve("replay");

        ReplayReport report = replay(NIGHT, 5, OptionalLong.of(20_261_123), data);

        assertThat(report.differences()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.differentRows()).isZero();
        assertThat(report.events()).isEqualTo(EVENTS);
        assertThat(report.attempts()).isEqualTo(ATTEMPTS);
        assertThat(report.stored()).isEqualTo(ATTEMPTS);
        assertThat(report.rejectedRecords())
                .as("the damaged record, which may reach the broker twice")
                .isBetween(1L, 2L);
        assertThat(report.comparedRows()).isGreaterThan(EVENTS);
        assertThat(report.faults().keySet())
                .containsExactlyInAnyOrder(
                        Arrays.stream(FaultKind.values()).map(FaultKind::label).toArray(String[]::new));
        assertThat(report.recordingComplete()).isTrue();
        assertThat(report.seconds()).as("ten recorded seconds").isGreaterThan(report.recordedSeconds() / 5);
        for (String store : List.of("expected", "replayed")) {
            long stored = StoreAccess.ask(
                    data.resolve(store), found -> found.statistics().counts().stored());
            assertThat(stored).as(store).isEqualTo(ATTEMPTS);
        }

        AttemptId changed = StoreAccess.change(data.resolve("replayed"), store -> {
            AttemptId first = store.episodes().startingWith("", 1).get(0);
            store.curation()
                    .addLabel(
                            first,
                            new OutcomeLabel(LabelSource.HUMAN, Outcome.UNKNOWN, 1),
                            Optional.empty(),
                            Optional.empty());
            return first;
        });
        StoreComparisonReport again = compare(data);
        assertThat(again.differences())
                .extracting(StoreDifference::table, StoreDifference::column)
                .contains(tuple("attempt", "label_outcome"), tuple("attempt", "label_source"), tuple("label", ""))
                .as("the damaged record, of which nobody told")
                .contains(tuple("rejected_record", ""));
        assertThat(again.differences())
                .filteredOn(difference -> !difference.table().equals("rejected_record"))
                .allSatisfy(difference -> assertThat(difference.row()).startsWith(changed.toString()));
        assertThat(again.differentRows()).isEqualTo(3);
    }

    @Test
    void aNightInGazeboIsTheSameWithFaultsAndAtTwentyTimesItsSpeed() {
        ReplayReport report = replay(GAZEBO_NIGHT, 20, OptionalLong.of(20_261_124), temp.resolve("replay"));

        assertThat(report.differences()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.events()).isEqualTo(GAZEBO_EVENTS);
        assertThat(report.attempts()).isEqualTo(GAZEBO_ATTEMPTS);
        assertThat(report.stored()).isEqualTo(GAZEBO_ATTEMPTS);
        assertThat(report.comparedRows()).isGreaterThan(GAZEBO_EVENTS);
        assertThat(report.faults()).hasSize(FaultKind.values().length);
        assertThat(report.recordingComplete()).isTrue();
    }

    private static StoreComparisonReport compare(Path data) {
        try (LocalPostgres expected =
                        LocalPostgres.start(data.resolve("expected"), CacheFolder.path(), LocalPostgres.ANY_PORT);
                LocalPostgres replayed =
                        LocalPostgres.start(data.resolve("replayed"), CacheFolder.path(), LocalPostgres.ANY_PORT)) {
            return StoreComparison.compare(
                    new StoreComparison.Side(expected, data.resolve("expected").resolve("shards")),
                    new StoreComparison.Side(replayed, data.resolve("replayed").resolve("shards")),
                    StoreComparison.Exceptions.NONE,
                    rows -> {});
        }
    }

    @Test
    void whatTheArmsDidNotFinishAndBytesThatAreNoEventAreTheSameToo() throws IOException {
        List<NightEvent> events = read();
        NightEvent first = events.get(0);
        List<NightEvent> disorderly = new ArrayList<>();
        for (NightEvent event : events) {
            // An arm that loses an event, an attempt that never ends, and bytes of somebody else.
            if (disorderly.size() == 100) {
                disorderly.add(new NightEvent(
                        first.partition(),
                        Long.MAX_VALUE / 2,
                        event.timestampMillis(),
                        first.key(),
                        "hello".getBytes(StandardCharsets.UTF_8)));
            }
            disorderly.add(event);
        }
        disorderly.remove(60);
        disorderly.subList(disorderly.size() - 2, disorderly.size()).clear();
        Path file = write(disorderly, "disorderly.night");

        ReplayReport report = replay(file, 0, OptionalLong.of(4), temp.resolve("replay"));

        assertThat(report.differences()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.rejectedRecords()).isGreaterThanOrEqualTo(2);
        assertThat(report.attempts()).isEqualTo(report.stored() + report.rejected());
    }

    @Test
    void aCutRecordingIsReplayedAndSaysSo() throws IOException {
        byte[] bytes = Files.readAllBytes(NIGHT);
        Path cut = Files.write(temp.resolve("cut.night"), Arrays.copyOf(bytes, bytes.length / 3));

        ReplayReport report = replay(cut, 0, OptionalLong.empty(), temp.resolve("replay"));

        assertThat(report.isEqual()).isTrue();
        assertThat(report.recordingComplete()).isFalse();
        assertThat(report.faults()).isEmpty();
        assertThat(report.events()).isBetween(50L, EVENTS - 1);
    }

    @Test
    void refusesADamagedRecordingAndAFolderInUse() throws IOException {
        byte[] bytes = Files.readAllBytes(NIGHT);
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(temp.resolve("damaged.night"), bytes);

        assertThatThrownBy(() -> replay(damaged, 0, OptionalLong.empty(), temp.resolve("replay")))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("is damaged at byte");
        assertThatThrownBy(() -> replay(NIGHT, 0, OptionalLong.empty(), temp))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("is not empty");
    }

    private static ReplayReport replay(Path night, double speed, OptionalLong faults, Path data) {
        NightReplay.Options options = new NightReplay.Options(speed, faults, Optional.of(data), false);
        return new NightReplay(options, (phase, done, all) -> {}, () -> false).run(night);
    }

    private static List<NightEvent> read() {
        List<NightEvent> events = new ArrayList<>();
        try (NightReader reader = NightReader.open(NIGHT)) {
            reader.inTimeOrder().forEachRemaining(events::add);
        }
        return events;
    }

    private Path write(List<NightEvent> events, String name) {
        Path file = temp.resolve(name);
        try (NightWriter writer = NightWriter.create(
                file, new NightInfo("arm.events", "nowhere", Instant.parse("2026-11-23T00:00:00Z"), "test"))) {
            // One by one: a stranger's offset is out of order.
            events.forEach(event -> writer.append(List.of(event)));
            writer.finish(Instant.parse("2026-11-23T01:00:00Z"));
        }
        return file;
    }
}
