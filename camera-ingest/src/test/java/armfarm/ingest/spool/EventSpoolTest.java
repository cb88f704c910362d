package armfarm.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {
    private static final byte[] KEY = "arm_1".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void handsOutEachArmsEventsInTheirOrder() throws IOException {
        try (EventSpool spool = open(1 << 20, 100)) {
            append(spool, 0, "a", "b");
            append(spool, 1, "x");
            assertThat(read(spool, 0)).containsExactly("a", "b");
            append(spool, 0, "c");

            assertThat(read(spool, 0)).containsExactly("c");
            assertThat(read(spool, 1)).containsExactly("x");
            assertThat(spool.events()).isEqualTo(4);
        }
    }

    @Test
    void keepsWhatIsNotAcknowledgedOverARestart() throws IOException {
        try (EventSpool spool = open(1 << 20, 60)) {
            append(spool, 0, "a", "b", "c", "d", "e");
            spool.lane(0).acknowledge(1);
        }
        try (EventSpool spool = open(1 << 20, 60)) {
            assertThat(spool.events()).isEqualTo(3);
            assertThat(read(spool, 0)).containsExactly("c", "d", "e");
            append(spool, 0, "f");
            assertThat(read(spool, 0)).containsExactly("f");
            spool.lane(0).acknowledge(5);
            assertThat(spool.events()).isZero();
            assertThat(spool.bytes()).isZero();
        }
        try (EventSpool spool = open(1 << 20, 60)) {
            assertThat(spool.lane(0).hasNext()).isFalse();
            append(spool, 0, "g");
            assertThat(spool.lane(0).next().orElseThrow().serial()).isEqualTo(6);
        }
    }

    @Test
    void deletesFilesAsSoonAsAllOfTheirEventsAreAcknowledged() throws IOException {
        try (EventSpool spool = open(1 << 20, 60)) {
            append(spool, 0, "a".repeat(50), "b".repeat(50), "c".repeat(50));
            assertThat(files(0)).hasSize(3);

            spool.lane(0).acknowledge(1);

            assertThat(files(0)).hasSize(1);
            assertThat(spool.bytes()).isEqualTo(Files.size(files(0).get(0)));
            assertThat(EventSpool.bytesIn(folder)).isEqualTo(spool.bytes());
        }
    }

    @Test
    void dropsATornLastEventAndKeepsEveryWholeOne() throws IOException {
        for (int cut = 1; cut < SpoolRecord.size(KEY, new byte[1]); cut++) {
            Path file;
            try (EventSpool spool = open(1 << 20, 1000)) {
                append(spool, 0, "a", "b");
                file = files(0).get(0);
            }
            Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - cut));

            try (EventSpool spool = open(1 << 20, 1000)) {
                assertThat(read(spool, 0)).containsExactly("a");
                append(spool, 0, "c");
                assertThat(read(spool, 0)).containsExactly("c");
                spool.lane(0).acknowledge(Long.MAX_VALUE - 1);
            }
            Files.delete(folder.resolve("arm-0").resolve("acknowledged"));
        }
    }

    @Test
    void setsDamagedBytesAsideAndGoesOnWithTheNextFile() throws IOException {
        try (EventSpool spool = open(1 << 20, 60)) {
            append(spool, 0, "a".repeat(20), "b".repeat(20), "c".repeat(20), "d".repeat(20));
        }
        Path first = files(0).get(0);
        byte[] bytes = Files.readAllBytes(first);
        bytes[bytes.length - 3] ^= 1;
        Files.write(first, bytes);

        try (EventSpool spool = open(1 << 20, 60)) {
            assertThat(spool.events()).isEqualTo(3);
            assertThat(read(spool, 0)).containsExactly("a".repeat(20), "c".repeat(20), "d".repeat(20));
            spool.lane(0).acknowledge(3);
            assertThat(spool.events()).isZero();
        }
        try (Stream<Path> left = Files.list(folder.resolve("arm-0"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .anySatisfy(name -> assertThat(name).endsWith(".damaged"));
        }
    }

    @Test
    void keepsTheLastTenthOfItsBoundForAttemptsUnderWay() throws IOException {
        try (EventSpool spool = open(1_000, 1_000)) {
            append(spool, 0, "a".repeat(850));

            assertThat(spool.hasRoom(100, true)).isFalse();
            assertThat(spool.hasRoom(100, false)).isTrue();
            assertThat(spool.hasRoom(200, false)).isFalse();
        }
    }

    @Test
    void namesAFolderThatCannotBeUsed() throws IOException {
        Files.writeString(folder.resolve("arm-0"), "a file, not a folder");

        assertThatThrownBy(() -> open(1 << 20, 100))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining(folder.resolve("arm-0").toString());
    }

    private EventSpool open(long maxBytes, int segmentBytes) {
        return new EventSpool(new SpoolConfig(folder, maxBytes, segmentBytes), 2);
    }

    private static void append(EventSpool spool, int lane, String... values) throws IOException {
        for (String value : values) {
            spool.lane(lane).append(KEY, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> read(EventSpool spool, int lane) throws IOException {
        List<String> values = new ArrayList<>();
        for (Optional<SpooledEvent> event = spool.lane(lane).next();
                event.isPresent();
                event = spool.lane(lane).next()) {
            assertThat(event.get().key()).isEqualTo(KEY);
            values.add(new String(event.get().value(), StandardCharsets.UTF_8));
        }
        return values;
    }

    private List<Path> files(int lane) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("arm-" + lane))) {
            return files.filter(file -> file.toString().endsWith(".events"))
                    .sorted()
                    .toList();
        }
    }
}
