package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes the file apart by the text of the specification, without the writer's code. */
class McapWriterTest {
    private static final byte[] MAGIC = {(byte) 0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A};

    @TempDir
    private Path folder;

    /** One record. @param offset of its op code */
    private record Found(int offset, int op, ByteBuffer content) {
        ByteBuffer rewound() {
            return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }

        int end() {
            return offset + 9 + content.remaining();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "LZ4", "ZSTD"})
    void holdsWhatTheSpecificationAsksFor(BagCompression compression) throws IOException {
        byte[] bytes = Files.readAllBytes(Recordings.write(folder.resolve("a.mcap"), compression));
        assertThat(Arrays.copyOf(bytes, 8)).isEqualTo(MAGIC);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length)).isEqualTo(MAGIC);

        List<Found> records = parse(bytes, 8, bytes.length - 8);

        List<Integer> ops = records.stream().map(Found::op).toList();
        assertThat(ops).startsWith(0x01, 0x06, 0x07, 0x07).endsWith(0x0E, 0x0E, 0x0E, 0x0E, 0x02);
        assertThat(ops).containsSubsequence(0x0F, 0x03, 0x03, 0x04, 0x04, 0x0B, 0x08, 0x08);
        ByteBuffer header = records.get(0).rewound();
        assertThat(text(header)).isEqualTo("ros1");
        checkSums(bytes, records);
        checkChunks(bytes, records, compression);
        checkStatistics(only(records, 0x0B).rewound());
    }

    private static void checkSums(byte[] bytes, List<Found> records) {
        Found dataEnd = only(records, 0x0F);
        assertThat(dataEnd.rewound().getInt()).isEqualTo(sum(bytes, 0, dataEnd.offset()));
        Found footer = only(records, 0x02);
        ByteBuffer content = footer.rewound();
        assertThat(content.getLong()).isEqualTo(dataEnd.end());
        long offsetsStart = content.getLong();
        assertThat(records.stream()
                        .filter(record -> record.op() == 0x0E)
                        .findFirst()
                        .orElseThrow()
                        .offset())
                .isEqualTo((int) offsetsStart);
        assertThat(content.getInt()).isEqualTo(sum(bytes, dataEnd.end(), footer.offset() + 9 + 16));
        for (Found group :
                records.stream().filter(record -> record.op() == 0x0E).toList()) {
            ByteBuffer in = group.rewound();
            int op = in.get();
            int start = (int) in.getLong();
            int length = (int) in.getLong();
            assertThat(parse(bytes, start, start + length)).isNotEmpty().allMatch(record -> record.op() == op);
        }
    }

    private static void checkChunks(byte[] bytes, List<Found> records, BagCompression compression) throws IOException {
        int messages = 0;
        for (Found index :
                records.stream().filter(record -> record.op() == 0x08).toList()) {
            ByteBuffer in = index.rewound();
            long start = in.getLong();
            long end = in.getLong();
            int chunkStart = (int) in.getLong();
            int chunkLength = (int) in.getLong();
            Found chunk = parse(bytes, chunkStart, chunkStart + chunkLength).get(0);
            assertThat(chunk.op()).isEqualTo(0x06);
            int maps = in.getInt() / 10;
            List<Integer> indexOffsets = new ArrayList<>();
            for (int i = 0; i < maps; i++) {
                in.getShort();
                indexOffsets.add((int) in.getLong());
            }
            assertThat(indexOffsets).contains(chunkStart + chunkLength);
            byte[] plain = unpack(chunk, start, end, compression);
            for (Found message : parse(plain, 0, plain.length)) {
                if (message.op() == 0x05) {
                    long time = message.rewound().position(6).getLong();
                    assertThat(time).isBetween(start, end);
                    assertThat(indexed(bytes, indexOffsets, time, message.offset()))
                            .isTrue();
                    messages++;
                }
            }
        }
        assertThat(messages).isEqualTo(15);
    }

    private static boolean indexed(byte[] bytes, List<Integer> indexOffsets, long time, int offset) {
        for (int at : indexOffsets) {
            ByteBuffer in = parse(
                            bytes,
                            at,
                            at
                                    + 9
                                    + ByteBuffer.wrap(bytes)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getInt(at + 1))
                    .get(0)
                    .rewound();
            in.getShort();
            for (int left = in.getInt() / 16; left > 0; left--) {
                long nanos = in.getLong();
                long entryOffset = in.getLong();
                if (nanos == time && entryOffset == offset) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] unpack(Found chunk, long start, long end, BagCompression compression) throws IOException {
        ByteBuffer in = chunk.rewound();
        assertThat(in.getLong()).isEqualTo(start);
        assertThat(in.getLong()).isEqualTo(end);
        int size = (int) in.getLong();
        int sum = in.getInt();
        String packing = text(in);
        byte[] packed = new byte[(int) in.getLong()];
        in.get(packed);
        assertThat(in.hasRemaining()).isFalse();
        byte[] plain = switch (compression) {
            case NONE -> packed;
            case LZ4 -> new LZ4FrameInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            case ZSTD -> Zstd.decompress(packed, size);
            case BZ2 -> throw new AssertionError("not an MCAP packing");
        };
        assertThat(packing).isEqualTo(compression == BagCompression.NONE ? "" : compression.bagName());
        assertThat(plain).hasSize(size);
        assertThat(sum(plain, 0, size)).isEqualTo(sum);
        return plain;
    }

    private static void checkStatistics(ByteBuffer in) {
        assertThat(in.getLong()).isEqualTo(15);
        assertThat(in.getShort()).isEqualTo((short) 2);
        assertThat(in.getInt()).isEqualTo(2);
        assertThat(in.getInt()).isZero();
        assertThat(in.getInt()).isZero();
        assertThat(in.getInt()).isEqualTo(2);
        assertThat(in.getLong()).isEqualTo(1_700_000_000_123_456_789L);
        assertThat(in.getLong()).isEqualTo(1_700_000_001_023_456_789L);
    }

    @Test
    void describesTopicsAndTypes() throws IOException {
        byte[] bytes = Files.readAllBytes(Recordings.write(folder.resolve("a.mcap"), BagCompression.NONE));
        List<Found> records = parse(bytes, 8, bytes.length - 8);

        ByteBuffer schema = records.stream()
                .filter(record -> record.op() == 0x03)
                .findFirst()
                .orElseThrow()
                .rewound();
        assertThat(schema.getShort()).isEqualTo((short) 1);
        assertThat(text(schema)).isEqualTo("std_msgs/String");
        assertThat(text(schema)).isEqualTo("ros1msg");
        assertThat(text(schema)).isEqualTo("string data\n");
        ByteBuffer channel = records.stream()
                .filter(record -> record.op() == 0x04)
                .findFirst()
                .orElseThrow()
                .rewound();
        assertThat(channel.getShort()).isZero();
        assertThat(channel.getShort()).isEqualTo((short) 1);
        assertThat(text(channel)).isEqualTo("/chatter");
        assertThat(text(channel)).isEqualTo("ros1");
        assertThat(channel.getInt()).isEqualTo(channel.remaining());
        assertThat(text(channel)).isEqualTo("md5sum");
        assertThat(text(channel)).isEqualTo("992ce8a1687cec8c8bd883ec73ca41d1");
    }

    @Test
    void refusesBzip2() {
        assertThatThrownBy(() -> McapWriter.create(folder.resolve("a.mcap"), BagCompression.BZ2))
                .hasMessageContaining("expected none, lz4 or zstd");
    }

    private static List<Found> parse(byte[] bytes, int start, int end) {
        List<Found> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(start);
        while (in.position() < end) {
            int offset = in.position();
            int op = in.get();
            int length = Math.toIntExact(in.getLong());
            records.add(new Found(
                    offset, op, ByteBuffer.wrap(bytes, in.position(), length).slice()));
            in.position(in.position() + length);
        }
        assertThat(in.position()).isEqualTo(end);
        return records;
    }

    private static Found only(List<Found> records, int op) {
        List<Found> found = records.stream().filter(record -> record.op() == op).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getInt()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int sum(byte[] bytes, int start, int end) {
        CRC32 sum = new CRC32();
        sum.update(bytes, start, end - start);
        return (int) sum.getValue();
    }
}
