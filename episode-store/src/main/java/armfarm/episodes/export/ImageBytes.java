package armfarm.episodes.export;

import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Images as the exports hold them: the very bytes that the camera's pipeline stored. */
public final class ImageBytes {
    private ImageBytes() {}

    /** Ending of a file with the image, without the dot: jpg or png. */
    public static String ending(EncodedImage image) {
        return switch (image.mediaType()) {
            case EncodedImage.JPEG -> "jpg";
            case "image/png" -> "png";
            default ->
                throw new FarmException(
                        ErrorCode.DATA,
                        "Image of type " + image.mediaType() + " cannot be exported; expected image/jpeg or image/png");
        };
    }

    /** @throws FarmException (DATA) if the bytes are no image */
    public static BufferedImage decode(byte[] bytes, String where) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image != null) {
                return image;
            }
        } catch (IOException e) {
            throw undecodable(bytes, where, e);
        }
        throw undecodable(bytes, where, null);
    }

    private static FarmException undecodable(byte[] bytes, String where, IOException cause) {
        return new FarmException(
                ErrorCode.DATA,
                "Image of " + bytes.length + " bytes in " + where
                        + " is not a readable JPEG or PNG; run 'armfarm fsck'",
                cause);
    }
}
