package armfarm.messages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a JPEG to see whether all of it is there. The JDK's decoder fills what is missing with gray and only warns, so
 * its warnings are what is looked at.
 */
final class JpegCheck {
    /** Cameras that make their JPEGs themselves leave a few bytes before a marker; every reader skips them. */
    private static final int MAX_EXTRANEOUS_BYTES = 16;

    /** Of the output; the decoder still goes through every pixel. */
    private static final int SUBSAMPLING = 8;

    /** A progressive file may have one for each bit of each coefficient; more only costs time. */
    private static final int MAX_SCANS = 200;

    private static final Pattern EXTRANEOUS = Pattern.compile("(\\d{1,9}) extraneous bytes");

    private JpegCheck() {}

    /** What the frame header says. */
    private record Frame(int precisionBits, int heightPixels, int widthPixels, int channels) {}

    static ImageHeader whole(byte[] bytes) {
        Frame frame = frame(bytes);
        ImageCheck.requireSize("JPEG", frame.widthPixels, frame.heightPixels);
        if (frame.precisionBits != 8) {
            throw new BadImageException("JPEG of " + frame.precisionBits + " bits, expected 8");
        }
        if (frame.channels != 1 && frame.channels != 3) {
            throw new BadImageException("JPEG of " + frame.channels + " channels"
                    + (frame.channels == 4 ? " (CMYK)" : "") + ", expected 1 or 3");
        }
        decode(bytes);
        return new ImageHeader(EncodedImage.JPEG, frame.widthPixels, frame.heightPixels);
    }

    private static void decode(byte[] bytes) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        boolean[] damaged = new boolean[1];
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((source, warning) -> damaged[0] |= isDamage(warning));
            reader.setInput(in, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(SUBSAMPLING, SUBSAMPLING, 0, 0);
            reader.read(0, param);
        } catch (IOException | RuntimeException e) { // the JDK's readers throw both on damaged files
            throw new BadImageException("JPEG that cannot be decoded");
        } finally {
            reader.dispose();
        }
        if (damaged[0]) {
            throw new BadImageException("JPEG that is cut or damaged");
        }
    }

    /** Others are about colour profiles and thumbnails. */
    private static boolean isDamage(String warning) {
        Matcher extraneous = EXTRANEOUS.matcher(warning);
        if (extraneous.find()) {
            return Integer.parseInt(extraneous.group(1)) > MAX_EXTRANEOUS_BYTES;
        }
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("corrupt")
                || text.contains("premature")
                || text.contains("truncated")
                || text.contains("inconsistent progression")
                || text.contains("too much data");
    }

    /** Goes from marker to marker; what is between them is the decoder's. */
    private static Frame frame(byte[] bytes) {
        Frame frame = null;
        int scans = 0;
        int at = 2;
        while (at + 3 < bytes.length) {
            int marker = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) != 0xFF || marker == 0xFF || marker == 0) {
                at++; // fill bytes and the data of a scan
                continue;
            }
            if (marker == 0xD9) {
                break;
            }
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
                at += 2; // markers without a length
                continue;
            }
            if (frame == null && isFrame(marker) && at + 9 < bytes.length) {
                frame = new Frame(
                        bytes[at + 4] & 0xFF, uint16(bytes, at + 5), uint16(bytes, at + 7), bytes[at + 9] & 0xFF);
            }
            scans += marker == 0xDA ? 1 : 0;
            at += 2 + Math.max(2, uint16(bytes, at + 2));
        }
        if (frame == null) {
            throw new BadImageException("JPEG whose head is cut or damaged");
        }
        if (scans > MAX_SCANS) {
            throw new BadImageException("JPEG of more than " + MAX_SCANS + " scans");
        }
        return frame;
    }

    /** SOF0 to SOF15 without the tables (DHT, JPG, DAC) between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
