package armfarm.messages;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Goes through a PNG chunk by chunk: the sums must fit, the end must be there, and the packed rows must unpack to exactly
 * as many bytes as the size asks for. Memory is one block, whatever the size says.
 *
 * <p>Source: W3C, "Portable Network Graphics (PNG) Specification".
 */
final class PngCheck {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int HEADER = type("IHDR");
    private static final int PALETTE = type("PLTE");
    private static final int DATA = type("IDAT");
    private static final int END = type("IEND");
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int MAX_FILTER = 4;

    /** Of the seven passes of an interlaced image: first column, first row, step of columns, step of rows. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final ByteBuffer in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int widthPixels;
    private int heightPixels;
    private int channels;
    private boolean indexed;
    private boolean interlaced;
    private boolean palette;
    private int pass;
    private long rowBytes;
    private long rowsLeft;
    private long leftOfRow;

    private PngCheck(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    static ImageHeader whole(byte[] bytes) {
        PngCheck check = new PngCheck(bytes);
        try {
            if (check.in.getLong() != SIGNATURE) {
                throw damaged();
            }
            check.header(check.chunk(HEADER));
            check.chunks();
            return new ImageHeader(ImageHeader.PNG, check.widthPixels, check.heightPixels);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new BadImageException("PNG that is cut");
        }
    }

    private static int type(String name) {
        int type = 0;
        for (int i = 0; i < name.length(); i++) {
            type = type << 8 | name.charAt(i);
        }
        return type;
    }

    /** @return the content of the next chunk, which must be of that type */
    private ByteBuffer chunk(int type) {
        ByteBuffer content = nextChunk();
        if (content.getInt() != type) {
            throw damaged();
        }
        return content;
    }

    /** @return type and content of the next chunk, its sum checked */
    private ByteBuffer nextChunk() {
        int length = in.getInt();
        if (length < 0 || length > in.remaining() - 2 * Integer.BYTES) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), Integer.BYTES + length);
        CRC32 sum = new CRC32();
        sum.update(content.duplicate());
        in.position(in.position() + content.remaining());
        if ((int) sum.getValue() != in.getInt()) {
            throw damaged();
        }
        return content;
    }

    private void header(ByteBuffer content) {
        widthPixels = content.getInt();
        heightPixels = content.getInt();
        int bits = content.get();
        int color = content.get();
        int compression = content.get();
        int filter = content.get();
        int interlace = content.get();
        ImageCheck.requireSize("PNG", widthPixels, heightPixels);
        if (bits != 8) {
            throw new BadImageException("PNG of " + bits + " bits, expected 8");
        }
        channels = switch (color) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw damaged();
        };
        if (compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw damaged();
        }
        indexed = color == 3;
        interlaced = interlace == 1;
        pass = -1;
        nextPass();
    }

    private void chunks() {
        Inflater inflater = new Inflater();
        try {
            while (true) {
                ByteBuffer content = nextChunk();
                int type = content.getInt();
                if (type == END) {
                    break;
                }
                palette |= type == PALETTE;
                if (type == DATA) {
                    unpack(inflater, content);
                }
            }
            if (!inflater.finished() || rowsLeft > 0 || (indexed && !palette)) {
                throw damaged();
            }
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    private void unpack(Inflater inflater, ByteBuffer content) throws DataFormatException {
        inflater.setInput(content);
        while (!inflater.finished() && !inflater.needsInput()) {
            int count = inflater.inflate(block);
            if (count == 0 && inflater.needsDictionary()) {
                throw damaged();
            }
            rows(count);
        }
    }

    /** Goes over unpacked bytes: the first one of a row names its filter. */
    private void rows(int count) {
        int at = 0;
        while (at < count) {
            if (rowsLeft == 0) {
                throw damaged(); // more than the size asks for
            }
            if (leftOfRow == 0) {
                if (block[at] < 0 || block[at] > MAX_FILTER) {
                    throw damaged();
                }
                at++;
                leftOfRow = rowBytes;
            }
            int step = (int) Math.min(leftOfRow, count - at);
            at += step;
            leftOfRow -= step;
            if (leftOfRow == 0) {
                rowsLeft--;
                if (rowsLeft == 0) {
                    nextPass();
                }
            }
        }
    }

    /** Passes without pixels have no rows. */
    private void nextPass() {
        int passes = interlaced ? PASSES.length : 1;
        while (rowsLeft == 0 && ++pass < passes) {
            int[] p = interlaced ? PASSES[pass] : new int[] {0, 0, 1, 1};
            int columns = (widthPixels - p[0] + p[2] - 1) / p[2];
            rowBytes = (long) columns * channels;
            rowsLeft = columns == 0 ? 0 : (heightPixels - p[1] + p[3] - 1) / p[3];
        }
    }

    private static BadImageException damaged() {
        return new BadImageException("PNG that is damaged");
    }
}
