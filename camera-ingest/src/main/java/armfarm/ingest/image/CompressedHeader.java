package armfarm.ingest.image;

import java.util.Optional;

/**
 * Reads the size out of a JPEG or PNG file before anything is decoded, so that a small file cannot ask for a huge image,
 * and sees whether the file has its end.
 */
record CompressedHeader(int widthPixels, int heightPixels, boolean complete) {
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int PNG_HEADER_BYTES = 24;
    private static final int PNG_END = 0x49454E44; // IEND
    private static final int PNG_CHECKSUM_BYTES = 4;

    /** Some drivers fill a JPEG up to a round size behind its end. */
    private static final int LONGEST_PADDING = 4096;

    /** Empty if the bytes do not start like an image of that kind. */
    static Optional<CompressedHeader> read(byte[] file, boolean png) {
        return png ? png(file) : jpeg(file);
    }

    private static Optional<CompressedHeader> png(byte[] file) {
        if (file.length < PNG_HEADER_BYTES
                || (((long) int32(file, 0) << 32) | (int32(file, 4) & 0xffffffffL)) != PNG_SIGNATURE) {
            return Optional.empty();
        }
        boolean complete = int32(file, file.length - PNG_CHECKSUM_BYTES - 4) == PNG_END;
        return Optional.of(new CompressedHeader(int32(file, 16), int32(file, 20), complete));
    }

    private static Optional<CompressedHeader> jpeg(byte[] file) {
        if (file.length < 4 || int16(file, 0) != 0xffd8) {
            return Optional.empty();
        }
        int at = 2;
        while (at + 9 <= file.length && (file[at] & 0xff) == 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
            } else if (isFrameStart(marker)) {
                return Optional.of(new CompressedHeader(int16(file, at + 7), int16(file, at + 5), endsAsJpeg(file)));
            } else {
                at += 2 + int16(file, at + 2);
            }
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15 without the tables DHT, JPG and DAC between them. */
    private static boolean isFrameStart(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean endsAsJpeg(byte[] file) {
        int last = file.length - 1;
        int first = Math.max(2, last - LONGEST_PADDING);
        while (last > first && file[last] == 0) {
            last--;
        }
        return int16(file, last - 1) == 0xffd9;
    }

    private static int int16(byte[] file, int at) {
        return ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);
    }

    private static int int32(byte[] file, int at) {
        return (int16(file, at) << 16) | int16(file, at + 2);
    }
}
