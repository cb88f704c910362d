package armfarm.ros.bag;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Packs the data of a chunk. Stateless. */
final class ChunkEncoding {
    private ChunkEncoding() {}

    static ByteBuffer pack(BagCompression compression, ByteBuffer plain) {
        try {
            return switch (compression) {
                case NONE -> plain;
                case BZ2 -> streamed(plain, BZip2CompressorOutputStream::new);
                case LZ4 -> streamed(plain, out -> lz4(out, plain.remaining()));
                case ZSTD -> ByteBuffer.wrap(Zstd.compress(bytes(plain)));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    /** Independent blocks and a checksum of the content, no size in front: all that ROS's own lz4 reader knows. */
    private static OutputStream lz4(OutputStream out, int size) throws IOException {
        return new LZ4FrameOutputStream(
                out,
                size <= 64 << 10 ? LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB : LZ4FrameOutputStream.BLOCKSIZE.SIZE_1MB,
                -1L,
                LZ4Factory.safeInstance().fastCompressor(),
                XXHashFactory.safeInstance().hash32(),
                LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
    }

    private static byte[] bytes(ByteBuffer plain) {
        byte[] bytes = new byte[plain.remaining()];
        plain.duplicate().get(bytes);
        return bytes;
    }

    /** Opens a packing stream. */
    private interface Packing {
        OutputStream open(OutputStream out) throws IOException;
    }

    private static ByteBuffer streamed(ByteBuffer plain, Packing packing) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.remaining() / 2 + 64);
        try (OutputStream out = packing.open(packed)) {
            out.write(plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
        }
        return ByteBuffer.wrap(packed.toByteArray());
    }
}
