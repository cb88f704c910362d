package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BagReaderTest {
    private static final List<String> TEXTS = IntStream.range(0, 12)
            .mapToObj(i -> "message " + i + " " + "x".repeat(60))
            .toList();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rosbag-none.bag", "rosbag-bz2.bag", "rosbag-lz4.bag"})
    void readsWhatRosbagWrote(String name) throws IOException {
        BagContent bag = BagContent.read(resource(name));

        assertThat(bag.problems()).isEmpty();
        assertThat(bag.texts()).isEqualTo(TEXTS);
        assertThat(bag.messages()).hasSize(16);
        BagMessage first = bag.messages().get(0);
        assertThat(first.connection().topic()).isEqualTo("/chatter");
        assertThat(first.connection().carries(StringMessage.TYPE)).isTrue();
        assertThat(first.connection().definition()).contains("string data");
        assertThat(first.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_000, 250));
        assertThat(bag.messages())
                .extracting(BagMessage::number)
                .containsExactlyElementsOf(
                        IntStream.range(0, 16).mapToObj(i -> (long) i).toList());
        BagIndex index = bag.index().orElseThrow();
        assertThat(index.messageCount()).isEqualTo(16);
        assertThat(index.messages()).isEqualTo(Map.of(0, 12L, 1, 4L));
        assertThat(index.chunkOffsets()).hasSizeGreaterThan(1).first().isEqualTo(4117L);
        assertThat(index.end()).isEqualTo(Instant.ofEpochSecond(1_700_000_011, 250));
    }

    @Test
    void readsABagWhoseRecorderIsStillAtWork() throws IOException {
        BagContent bag = BagContent.read(resource("rosbag-unindexed.bag.active"));

        assertThat(bag.texts()).isEqualTo(TEXTS);
        assertThat(bag.index()).isEmpty();
        assertThat(bag.problems()).first().asString().contains("no index");
    }

    @Test
    void readsTheMessagesOfAChunkThatWasNeverFinished() {
        byte[] bytes = BagBytes.bag(0)
                .chunk("none", 0, new byte[0])
                .connection(0, "/chatter")
                .message(0, 5, "one")
                .message(0, 6, "two")
                .raw(new byte[] {9, 0, 0})
                .toByteArray();

        BagContent bag = BagContent.read(folder, bytes);

        assertThat(bag.texts()).containsExactly("one", "two");
        assertThat(bag.problems())
                .extracting(BagProblem::toString)
                .anySatisfy(problem -> assertThat(problem).contains("chunk was not finished"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("byte " + (bytes.length - 3))
                        .contains("4 bytes expected, 3 are there"));
    }

    @Test
    void refusesWhatIsNoBag() throws IOException {
        Path text = Files.writeString(folder.resolve("a.bag"), "hello");
        Path old = Files.writeString(folder.resolve("b.bag"), "#ROSBAG V1.2\n and more");

        assertThatThrownBy(() -> BagReader.open(text))
                .isInstanceOf(BagFormatException.class)
                .hasMessageContaining("hello")
                .hasMessageContaining("expected '#ROSBAG V2.0'");
        assertThatThrownBy(() -> BagReader.open(old))
                .hasMessageContaining("#ROSBAG V1.2")
                .hasMessageContaining("rosbag fix");
        assertThatThrownBy(() -> BagReader.open(folder.resolve("none.bag"))).hasMessageContaining("none.bag");
    }

    @Test
    void refusesAnEncryptedBag() throws IOException {
        byte[] header = BagBytes.fields(Map.of(
                "op", new byte[] {3},
                "index_pos", BagBytes.u64(0),
                "encryptor", BagBytes.text("rosbag/AesCbcEncryptor")));
        byte[] bytes = BagBytes.concat(
                BagFile.MAGIC, BagBytes.records().record(header, new byte[4]).toByteArray());
        Path file = Files.write(folder.resolve("a.bag"), bytes);

        assertThatThrownBy(() -> BagReader.open(file))
                .isInstanceOf(BagFormatException.class)
                .hasMessageContaining("AesCbcEncryptor");
    }

    @Test
    void goesOnAtTheNextChunkAfterDamageWhenThereIsAnIndex() {
        BagBytes before =
                BagBytes.bag(0).chunk(BagBytes.records().connection(0, "/a").message(0, 1, "one"));
        int damage = before.size();
        byte[] tail = chunkOf("two");
        int second = damage + 8;
        int indexOffset = second + tail.length;
        byte[] bytes = BagBytes.bag(indexOffset)
                .chunk(BagBytes.records().connection(0, "/a").message(0, 1, "one"))
                .raw(new byte[] {-1, -1, -1, 127, 0, 0, 0, 0})
                .raw(tail)
                .connection(0, "/a")
                .chunkInfo(BagBytes.bag(0).size(), 0, 1)
                .chunkInfo(second, 0, 1)
                .toByteArray();

        BagContent bag = BagContent.read(folder, bytes);

        assertThat(bag.texts()).containsExactly("one", "two");
        assertThat(bag.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.offset()).isEqualTo(damage);
            assertThat(problem.what()).contains("2147483647 bytes").contains("goes on at byte " + second);
        });
    }

    @Test
    void leavesOutADamagedChunkAndReadsTheOthers() {
        byte[] bytes = BagBytes.bag(0)
                .chunk("bz2", 100, BagBytes.text("this is not bzip2 at all"))
                .chunk("lz4", 100, new byte[] {4, 0x22, 0x4D, 0x18, 0x64, 0x40, 1, 2, 3})
                .chunk("zip", 100, new byte[5])
                .raw(chunkOf("whole"))
                .toByteArray();

        BagContent bag = BagContent.read(folder, bytes);

        assertThat(bag.texts()).containsExactly("whole");
        assertThat(bag.problems())
                .extracting(BagProblem::what)
                .anySatisfy(what -> assertThat(what).contains("bz2 data cannot be unpacked"))
                .anySatisfy(what -> assertThat(what).contains("lz4 data cannot be unpacked"))
                .anySatisfy(what -> assertThat(what).contains("compression 'zip' is not known"));
    }

    @Test
    void leavesOutRecordsItDoesNotKnowAndMessagesWithoutAConnection() {
        byte[] bytes = BagBytes.bag(0)
                .chunk(BagBytes.records()
                        .connection(0, "/a")
                        .message(0, 1, "one")
                        .record(BagBytes.fields(Map.of("op", new byte[] {99})), new byte[12])
                        .message(5, 2, "lost")
                        .message(0, 3, "three"))
                .toByteArray();

        BagContent bag = BagContent.read(folder, bytes);

        assertThat(bag.texts()).containsExactly("one", "three");
        assertThat(bag.problems())
                .extracting(BagProblem::what)
                .anySatisfy(what -> assertThat(what).contains("unknown op 99"))
                .anySatisfy(what -> assertThat(what).contains("connection 5"));
    }

    @Test
    void countsAgainstTheIndex() {
        BagBytes chunk = BagBytes.records().connection(0, "/a").message(0, 1, "one");
        int start = BagBytes.bag(0).size();
        int indexOffset = BagBytes.bag(0).chunk(chunk).size();

        BagContent bag = BagContent.read(
                folder,
                BagBytes.bag(indexOffset)
                        .chunk(chunk)
                        .connection(0, "/a")
                        .chunkInfo(start, 0, 3)
                        .toByteArray());

        assertThat(bag.problems())
                .singleElement()
                .extracting(BagProblem::what)
                .asString()
                .contains("1 messages were read, the index has 3");
    }

    private byte[] chunkOf(String text) {
        return BagBytes.records()
                .chunk(BagBytes.records().connection(0, "/a").message(0, 1, text))
                .toByteArray();
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = BagReaderTest.class.getResourceAsStream("/bags/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }
}
