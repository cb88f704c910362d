package armfarm.messages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What the head of a JPEG or PNG says, without decoding the pixels.
 *
 * @param mediaType image/jpeg or image/png, by the first bytes
 */
public record ImageHeader(String mediaType, int widthPixels, int heightPixels) {
    public static final String PNG = "image/png";

    /** Empty if the bytes are neither a JPEG nor a PNG or their head is damaged. */
    public static Optional<ImageHeader> of(byte[] bytes) {
        return mediaTypeOf(bytes).flatMap(type -> size(type, bytes));
    }

    /** By the first bytes; empty if they are of neither a JPEG nor a PNG. */
    public static Optional<String> mediaTypeOf(byte[] bytes) {
        if (bytes.length > 3 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8) {
            return Optional.of(EncodedImage.JPEG);
        }
        boolean png = bytes.length > 8 && (bytes[0] & 0xFF) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N';
        return png ? Optional.of(PNG) : Optional.empty();
    }

    private static Optional<ImageHeader> size(String mediaType, byte[] bytes) {
        ImageReader reader = ImageIO.getImageReadersByMIMEType(mediaType).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            return Optional.of(new ImageHeader(mediaType, reader.getWidth(0), reader.getHeight(0)));
        } catch (IOException | RuntimeException e) { // the JDK's readers throw both on damaged heads
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }
}
