package armfarm.ingest.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightFileTest {
    private static final Instant START = Instant.parse("2026-11-23T01:00:00Z");
    private static final NightInfo INFO = new NightInfo("arm.events", "127.0.0.1:9092", START, "test");

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_123);

    @Test
    void givesBackWhatWasWrittenInTheOrderOfTime() {
        NightEvent first = event(1, 70, 10, 300);
        NightEvent early = event(0, 5, 20, 0);
        NightEvent late = event(0, 9, 40, 90_000);
        NightEvent backwards = event(0, 10, 25, 1);
        Path file = written(List.of(List.of(early, late, backwards), List.of(first)));

        try (NightReader reader = NightReader.open(file)) {
            assertThat(reader.info()).isEqualTo(INFO);
            assertThat(texts(read(reader))).isEqualTo(texts(List.of(first, early, late, backwards)));
            assertThat(reader.partitions()).containsExactly(0, 1);
            NightSummary summary = reader.summary();
            assertThat(summary.events()).isEqualTo(4);
            assertThat(summary.duration()).isEqualTo(Duration.ofMillis(30));
            assertThat(summary.complete()).isTrue();
            assertThat(summary.tornBytes()).isZero();
        }
    }

    @Test
    void aRecordingWithoutEventsIsOne() {
        try (NightReader reader = NightReader.open(written(List.of()))) {
            assertThat(reader.summary().events()).isZero();
            assertThat(reader.summary().duration()).isZero();
            assertThat(reader.inTimeOrder().hasNext()).isFalse();
        }
    }

    @Test
    void readsToTheLastWholeBatchWhereverTheFileIsCutOff() throws IOException {
        List<NightEvent> kept = List.of(event(0, 1, 10, 50), event(0, 2, 20, 60));
        Path file = folder.resolve("cut.night");
        long whole;
        try (NightWriter writer = NightWriter.create(file, INFO)) {
            writer.append(kept);
            whole = writer.bytes();
            writer.append(List.of(event(0, 3, 30, 40)));
        }
        byte[] bytes = Files.readAllBytes(file);

        for (int length = (int) whole; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try (NightReader reader = NightReader.open(file)) {
                assertThat(texts(read(reader))).isEqualTo(texts(kept));
                assertThat(reader.summary().complete()).isFalse();
                assertThat(reader.summary().tornBytes()).isEqualTo(length - whole);
            }
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        Path file = written(List.of(List.of(event(0, 1, 10, 20), event(0, 2, 20, 20)), List.of(event(1, 8, 30, 20))));
        byte[] bytes = Files.readAllBytes(file);

        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThat(isNoticed(file))
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isTrue();
        }
    }

    /** Refused, or, where the length of a batch now points behind the end, not complete. */
    private static boolean isNoticed(Path file) {
        try (NightReader reader = NightReader.open(file)) {
            return !reader.summary().complete();
        } catch (FarmException e) {
            return e.code() == ErrorCode.DATA;
        }
    }

    @Test
    void saysWhereItIsDamaged() throws IOException {
        Path file = written(List.of(List.of(event(0, 1, 10, 500)), List.of(event(0, 2, 20, 500))));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 300] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> NightReader.open(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("is damaged at byte")
                .hasMessageContaining("after 1 whole events");
    }

    @Test
    void refusesWhatIsNoRecording() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "arms: 4\n".repeat(20));
        Path empty = Files.createFile(folder.resolve("empty"));

        for (Path file : List.of(text, empty)) {
            assertThatThrownBy(() -> NightReader.open(file))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("is no recording")
                    .hasMessageContaining("armfarm record");
        }
        assertThatThrownBy(() -> NightReader.open(folder.resolve("none")))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void refusesANewerVersion() throws IOException {
        Path file = folder.resolve("newer.night");
        var note = NightBatch.encodeNote(
                NightWriter.BEGIN, START.toEpochMilli(), List.of(NightBatch.fact("version", "2")));
        byte[] bytes = new byte[note.remaining()];
        note.get(bytes);
        Files.write(file, bytes);

        assertThatThrownBy(() -> NightReader.open(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("is of version 2, this software reads version 1");
    }

    @Test
    void neverOverwrites() {
        Path file = written(List.of());

        assertThatThrownBy(() -> NightWriter.create(file, INFO))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("is there already");
    }

    private Path written(List<List<NightEvent>> appends) {
        Path file = folder.resolve("some.night");
        try (NightWriter writer = NightWriter.create(file, INFO)) {
            appends.forEach(writer::append);
            writer.finish(START.plusSeconds(60));
        }
        return file;
    }

    private NightEvent event(int partition, long offset, long millis, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return new NightEvent(
                partition, offset, START.toEpochMilli() + millis, new byte[] {'a', (byte) partition}, value);
    }

    private static List<NightEvent> read(NightReader reader) {
        List<NightEvent> events = new ArrayList<>();
        reader.inTimeOrder().forEachRemaining(events::add);
        return events;
    }

    private static List<String> texts(List<NightEvent> events) {
        return events.stream()
                .map(event -> event + " at " + event.timestampMillis() + ": " + Arrays.toString(event.key()) + " "
                        + Arrays.toString(event.value()))
                .toList();
    }
}
