package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BagOrderTest {
    private static final BagConnection LATE = BagConnection.of(2, "/late", StringMessage.TYPE, "", false);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = BagCompression.class,
            names = {"NONE", "BZ2", "LZ4"})
    void givesABagThatWasWrittenTopicByTopicInTheOrderOfTime(BagCompression compression) throws IOException {
        Path indexed = byTopic(compression);
        Path unindexed = withoutIndex(indexed);

        for (Path file : List.of(indexed, unindexed)) {
            try (BagReader reader = BagReader.open(file)) {
                assertThat(reader.orderByTime()).isTrue();
                List<BagMessage> messages = rest(reader);

                assertThat(messages).hasSize(400);
                assertThat(messages).extracting(BagMessage::time).isSorted();
                assertThat(messages).extracting(BagMessage::number).isSorted().doesNotHaveDuplicates();
                assertThat(messages.get(1).connection().topic()).isEqualTo("/late");
                assertThat(reader.problemCount()).isEqualTo(file.equals(indexed) ? 0 : 1);
            }
        }
    }

    @Test
    void readsABagThatIsInOrderAsItIs() {
        Path bag = Recordings.write(folder.resolve("ordered.bag"), BagCompression.LZ4);

        try (BagReader reader = BagReader.open(bag)) {
            assertThat(reader.orderByTime()).isFalse();
            assertThat(rest(reader)).isEqualTo(BagContent.read(bag).messages());
            assertThat(reader.start()).isEqualTo(Recordings.START);
            assertThat(reader.end()).isEqualTo(Recordings.START.plusMillis(900));
        }
    }

    @Test
    void findsTheOldestMessageOfATopicWhereverItIs() throws IOException {
        Path bag = byTopic(BagCompression.BZ2);

        for (Path file : List.of(bag, withoutIndex(bag))) {
            try (BagReader reader = BagReader.open(file)) {
                BagMessage first = reader.firstOf("/late").orElseThrow();

                assertThat(first.time()).isEqualTo(Recordings.START.plusMillis(5));
                assertThat(reader.firstOf("/nothing")).isEmpty();
                assertThat(rest(reader)).as("reading begins at the beginning").hasSize(400);
            }
        }
    }

    @Test
    void losesOnlyTheDamagedChunkOfABagThatIsNotInOrder() throws IOException {
        byte[] bytes = Files.readAllBytes(byTopic(BagCompression.BZ2));
        long second;
        try (BagReader reader = BagReader.open(folder.resolve("by-topic.bag"))) {
            second = reader.index().orElseThrow().chunkOffsets().get(1);
        }
        Arrays.fill(bytes, (int) second + 80, (int) second + 120, (byte) 0);
        Path damaged = Files.write(folder.resolve("damaged.bag"), bytes);

        try (BagReader reader = BagReader.open(damaged)) {
            assertThat(reader.orderByTime()).isTrue();
            List<BagMessage> messages = rest(reader);

            assertThat(messages.size()).isBetween(1, 399);
            assertThat(messages).extracting(BagMessage::time).isSorted();
            assertThat(reader.problems())
                    .anySatisfy(problem -> assertThat(problem.what()).contains("bz2"));
        }
    }

    @Test
    void aPlaceInTheIndexThatNoFileHasMakesItReadTheBagItself() throws IOException {
        byte[] bytes = Files.readAllBytes(byTopic(BagCompression.LZ4));
        int field = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("chunk_pos=") + "chunk_pos=".length();
        bytes[field + 7] = (byte) 0x80;
        Path damaged = Files.write(folder.resolve("damaged.bag"), bytes);

        try (BagReader reader = BagReader.open(damaged)) {
            assertThat(reader.orderByTime()).isTrue();
            assertThat(rest(reader)).hasSize(400).extracting(BagMessage::time).isSorted();
        }
    }

    @Test
    void saysWhatAFileIsThatIsNoBag() throws IOException {
        assertThatThrownBy(() -> open("empty.bag", "")).hasMessageContaining("empty (0 bytes)");
        assertThatThrownBy(() -> open("lfs.bag", "version https://git-lfs.github.com/spec/v1\noid sha256:4d\n"))
                .hasMessageContaining("git lfs pull");
        assertThatThrownBy(() -> open("old.bag", "#ROSBAG V1.2\n# header")).hasMessageContaining("rosbag fix");
        assertThatThrownBy(() -> open("ros2.bag", "SQLite format 3\0")).hasMessageContaining("ROS 2");
        assertThatThrownBy(() -> open("page.bag", "<!DOCTYPE html>")).hasMessageContaining("web page");
        assertThatThrownBy(() -> open("text.bag", "hello")).hasMessageContaining("begins with 'hello'");
    }

    private void open(String name, String content) throws IOException {
        BagReader.open(Files.writeString(folder.resolve(name), content)).close();
    }

    /** 200 texts at 100 Hz, then 200 others that lie between them; several chunks. */
    private Path byTopic(BagCompression compression) {
        Path file = folder.resolve("by-topic.bag");
        try (RecordingWriter writer = RecordingWriter.create(file, "by-topic.bag", compression)) {
            for (BagConnection connection : List.of(Recordings.CHATTER, LATE)) {
                for (int i = 0; i < 200; i++) {
                    Instant time = Recordings.START.plusMillis(10L * i + (connection.equals(LATE) ? 5 : 0));
                    writer.write(connection, time, Recordings.text(connection.topic() + i + "x".repeat(10_000)));
                }
            }
        }
        return file;
    }

    /** As a recorder leaves it that was killed. */
    private Path withoutIndex(Path bag) throws IOException {
        byte[] bytes = Files.readAllBytes(bag);
        int field = new String(bytes, 0, 4096, StandardCharsets.ISO_8859_1).indexOf("index_pos=") + 10;
        long index = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(field);
        Arrays.fill(bytes, field, field + 8, (byte) 0);
        return Files.write(folder.resolve("unindexed.bag"), Arrays.copyOf(bytes, (int) index));
    }

    private static List<BagMessage> rest(BagReader reader) {
        List<BagMessage> messages = new ArrayList<>();
        for (Optional<BagMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
            messages.add(next.get());
        }
        return messages;
    }
}
