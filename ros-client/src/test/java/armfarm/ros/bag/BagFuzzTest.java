package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the bytes: a bag is read, or refused with a reason; nothing else is thrown and no length is believed. */
class BagFuzzTest {
    private static final List<MessageType<?>> TYPES = List.of(
            ImageMessage.TYPE,
            CompressedImage.TYPE,
            CameraInfoMessage.TYPE,
            JointStateMessage.TYPE,
            PoseStamped.TYPE,
            StringMessage.TYPE);
    private static final int[] LENGTHS = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28, 12, 1};
    private static final List<byte[]> BAGS = new ArrayList<>();
    private static Path folder;

    @BeforeContainer
    static void writeTheBags() throws IOException {
        folder = Files.createTempDirectory("bag-fuzz");
        for (BagCompression compression : List.of(BagCompression.NONE, BagCompression.BZ2, BagCompression.LZ4)) {
            Path ordered = Recordings.write(folder.resolve("ordered.bag"), compression);
            BAGS.add(Files.readAllBytes(ordered));
            Path backwards = folder.resolve("backwards.bag");
            try (RecordingWriter writer = RecordingWriter.create(backwards, "backwards.bag", compression)) {
                for (int i = 20; i > 0; i--) {
                    Instant time = Recordings.START.plusMillis(100L * i);
                    writer.write(Recordings.CHATTER, time, Recordings.text("hello " + i));
                }
            }
            BAGS.add(Files.readAllBytes(backwards));
        }
    }

    @AfterContainer
    static void deleteTheBags() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** A change of a bag: bytes, a length, or what is cut out of it. */
    record Change(int kind, int share, int value) {
        byte[] of(byte[] bag) {
            int at = (int) ((long) bag.length * share / 100_000);
            byte[] changed = bag.clone();
            switch (kind) {
                case 0 -> changed[at] = (byte) value;
                case 1 ->
                    ByteBuffer.wrap(changed)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(Math.min(at, bag.length - 4), LENGTHS[Math.abs(value % LENGTHS.length)]);
                case 2 -> changed = Arrays.copyOf(bag, at);
                default -> {
                    int gap = Math.min(Math.abs(value % 500), bag.length - at);
                    System.arraycopy(bag, at + gap, changed, at, bag.length - at - gap);
                    changed = Arrays.copyOf(changed, bag.length - gap);
                }
            }
            return changed;
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, 99_999);
        return Combinators.combine(Arbitraries.integers().between(0, 3), anywhere, Arbitraries.integers())
                .as(Change::new);
    }

    @Property(seed = "21", tries = 150)
    void readsOrRefusesADamagedBagInFileOrderAndInTimeOrder(
            @ForAll @IntRange(max = 5) int which, @ForAll @Size(min = 1, max = 4) List<@From("changes") Change> changes)
            throws IOException {
        byte[] bytes = BAGS.get(which);
        for (Change change : changes) {
            bytes = bytes.length > 8 ? change.of(bytes) : bytes;
        }
        Path file = Files.write(folder.resolve("changed.bag"), bytes);

        List<BagMessage> inFile = read(file, false);
        List<BagMessage> byTime = read(file, true);

        assertThat(byTime).extracting(BagMessage::time).isSorted();
        assertThat(inFile.stream().mapToLong(message -> message.data().length()).sum())
                .as("no more comes out than was written")
                .isLessThan(2_000_000);
    }

    private static List<BagMessage> read(Path file, boolean byTime) {
        List<BagMessage> messages = new ArrayList<>();
        try (BagReader reader = BagReader.open(file)) {
            if (byTime) {
                reader.orderByTime();
                reader.firstOf("/chatter");
            }
            for (Optional<BagMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
                messages.add(next.get());
            }
            assertThat(reader.problemCount())
                    .isGreaterThanOrEqualTo(reader.problems().size());
        } catch (FarmException e) {
            assertThat(e.code()).isIn(ErrorCode.DATA, ErrorCode.RESOURCE);
            assertThat(e.getMessage()).contains(file.toString());
        }
        return messages;
    }

    @Property(seed = "22", tries = 400)
    void decodesOrRefusesAnyBytesOfAMessage(
            @ForAll @IntRange(max = 5) int type,
            @ForAll @Size(max = 400) byte[] bytes,
            @ForAll @IntRange(max = 399) int at) {
        if (bytes.length > 8) {
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(Math.min(at, bytes.length - 4), LENGTHS[at % LENGTHS.length]);
        }
        decode(TYPES.get(type), bytes);
    }

    @Property(seed = "23", tries = 300)
    void decodesOrRefusesAMessageWithADamagedPlace(@ForAll @IntRange(max = 99_999) int share, @ForAll byte value) {
        byte[] image = Recordings.image(16, 12, 3);
        image[(int) ((long) image.length * share / 100_000)] = value;
        decode(ImageMessage.TYPE, image);
        decode(ImageMessage.TYPE, Arrays.copyOf(image, (int) ((long) image.length * share / 100_000)));
    }

    private static void decode(MessageType<?> type, byte[] bytes) {
        try {
            assertThat((Object) type.deserialize(bytes)).isNotNull();
        } catch (MessageFormatException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (UncheckedIOException e) {
            fail("bytes in memory do not fail", e);
        }
    }
}
