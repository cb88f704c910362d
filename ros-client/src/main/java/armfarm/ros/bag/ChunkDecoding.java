package armfarm.ros.bag;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Unpacks the data of a chunk while it is read; memory is one block of the packing (900 KB for bz2, 4 MiB for lz4). */
final class ChunkDecoding {
    private ChunkDecoding() {}

    /** @throws BagDamage if the packing is unknown or its first bytes are wrong */
    static InputStream open(String compression, InputStream packed) throws IOException {
        try {
            return switch (compression) {
                case "none" -> packed;
                case "bz2" -> new Guarded(new BZip2CompressorInputStream(packed), compression);
                case "lz4" ->
                    new Guarded(
                            new LZ4FrameInputStream(
                                    packed,
                                    LZ4Factory.safeInstance().safeDecompressor(),
                                    XXHashFactory.safeInstance().hash32()),
                            compression);
                default ->
                    throw new BagDamage("compression '" + compression + "' is not known; expected none, bz2 or lz4");
            };
        } catch (BagDamage e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(compression, e);
        }
    }

    private static BagDamage damaged(String compression, Exception e) {
        return new BagDamage(compression + " data cannot be unpacked: " + e.getMessage(), e);
    }

    /** The decoders answer damaged data with exceptions of many kinds. */
    private static final class Guarded extends FilterInputStream {
        private final String compression;

        Guarded(InputStream in, String compression) {
            super(in);
            this.compression = compression;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException | RuntimeException e) {
                throw damaged(compression, e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (IOException | RuntimeException e) {
                throw damaged(compression, e);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            try {
                return in.skip(count);
            } catch (IOException | RuntimeException e) {
                throw damaged(compression, e);
            }
        }
    }
}
