package armfarm.cli.bags;

import armfarm.messages.BadImageException;
import armfarm.messages.EncodedImage;
import armfarm.messages.ImageCheck;
import armfarm.messages.ImageHeader;
import armfarm.messages.JpegCodec;
import armfarm.messages.RgbImage;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.MessageType;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An image message of a recording, known to be whole. Compressed images keep their bytes; raw ones become JPEG when they
 * are asked for.
 */
final class RecordedImage {
    /** Bytes of a pixel and where its red, green and blue are. */
    private static final Map<String, int[]> ENCODINGS = Map.of(
            "rgb8", new int[] {3, 0, 1, 2},
            "bgr8", new int[] {3, 2, 1, 0},
            "rgba8", new int[] {4, 0, 1, 2},
            "bgra8", new int[] {4, 2, 1, 0},
            "mono8", new int[] {1, 0, 0, 0},
            "8UC1", new int[] {1, 0, 0, 0},
            "8UC3", new int[] {3, 2, 1, 0});

    private final Instant stamp;
    private final int widthPixels;
    private final int heightPixels;
    private final long bytes;
    private final Supplier<EncodedImage> encoding;

    private RecordedImage(
            Instant stamp, int widthPixels, int heightPixels, long bytes, Supplier<EncodedImage> encoding) {
        this.stamp = stamp;
        this.widthPixels = widthPixels;
        this.heightPixels = heightPixels;
        this.bytes = bytes;
        this.encoding = encoding;
    }

    /** Whether messages of this type are images. */
    static boolean isImage(String type) {
        return type.equals(ImageMessage.TYPE.name()) || type.equals(CompressedImage.TYPE.name());
    }

    static RecordedImage of(BagMessage message) throws Unusable {
        if (message.connection().type().equals(ImageMessage.TYPE.name())) {
            return raw(message, decode(ImageMessage.TYPE, message));
        }
        return compressed(message, decode(CompressedImage.TYPE, message));
    }

    /** The message, if it is of exactly this type. */
    static <T> T decode(MessageType<T> type, BagMessage message) throws Unusable {
        if (!message.connection().carries(type)) {
            throw new Unusable("another definition: " + message.connection().type() + " with md5 "
                    + message.connection().md5() + ", expected " + type.name() + " with " + type.md5());
        }
        try {
            return type.deserialize(message.data().bytes());
        } catch (MessageFormatException e) {
            throw new Unusable("message of type " + type.name() + " cannot be decoded");
        }
    }

    /** Capture by the camera's clock; the time of recording if the camera set none. */
    Instant stamp() {
        return stamp;
    }

    /** Pixels. */
    record Size(int width, int height) {}

    Size size() {
        return new Size(widthPixels, heightPixels);
    }

    /** Held in memory as long as the image is. */
    long bytes() {
        return bytes;
    }

    EncodedImage encoded() {
        return encoding.get();
    }

    private static RecordedImage raw(BagMessage message, ImageMessage image) throws Unusable {
        int[] layout = ENCODINGS.get(image.encoding());
        if (layout == null) {
            throw new Unusable(
                    "image encoding '" + image.encoding() + "', known are rgb8, bgr8, rgba8, bgra8 and mono8");
        }
        long rowBytes = image.width() * layout[0];
        boolean fits = image.width() > 0
                && image.height() > 0
                && image.width() <= ImageCheck.MAX_SIDE_PIXELS
                && image.height() <= ImageCheck.MAX_SIDE_PIXELS
                && image.width() * image.height() <= ImageCheck.MAX_PIXELS
                && image.step() >= rowBytes
                && image.data().length() >= image.step() * (image.height() - 1) + rowBytes;
        if (!fits) {
            throw new Unusable("image whose data does not fit its size");
        }
        return new RecordedImage(
                stamp(message, image.header().stamp()),
                (int) image.width(),
                (int) image.height(),
                image.data().length(),
                () -> JpegCodec.encode(pixels(image, layout), JpegCodec.DEFAULT_QUALITY));
    }

    private static RgbImage pixels(ImageMessage image, int[] layout) {
        int width = (int) image.width();
        int height = (int) image.height();
        byte[] from = image.data().bytes();
        byte[] rgb = new byte[3 * width * height];
        int to = 0;
        for (int row = 0; row < height; row++) {
            int at = (int) (row * image.step());
            for (int column = 0; column < width; column++) {
                rgb[to++] = from[at + layout[1]];
                rgb[to++] = from[at + layout[2]];
                rgb[to++] = from[at + layout[3]];
                at += layout[0];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static RecordedImage compressed(BagMessage message, CompressedImage image) throws Unusable {
        byte[] bytes = image.data().bytes();
        ImageHeader header = whole(bytes);
        return new RecordedImage(
                stamp(message, image.header().stamp()),
                header.widthPixels(),
                header.heightPixels(),
                bytes.length,
                () -> new EncodedImage(header.mediaType(), bytes));
    }

    /** @throws Unusable if it is cut, damaged or of a kind that is not stored */
    static ImageHeader whole(byte[] image) throws Unusable {
        try {
            return ImageCheck.whole(image);
        } catch (BadImageException e) {
            throw new Unusable(e.reason());
        }
    }

    private static Instant stamp(BagMessage message, Instant stamp) {
        return stamp.equals(Instant.EPOCH) ? message.time() : stamp;
    }
}
