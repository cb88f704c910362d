package armfarm.ingest.image;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Raw frames of known content in every encoding. */
final class TestFrames {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private TestFrames() {}

    static CameraInfo camera(int widthPixels, int heightPixels) {
        return new CameraInfo(
                widthPixels,
                heightPixels,
                widthPixels,
                widthPixels,
                widthPixels / 2.0,
                heightPixels / 2.0,
                Pose.IDENTITY);
    }

    /** Another color for each pixel. */
    static RgbImage gradient(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = 3 * (y * width + x);
                pixels[i] = (byte) (255 * x / width);
                pixels[i + 1] = (byte) (255 * y / height);
                pixels[i + 2] = (byte) (128 + 64 * (x + y) / (width + height));
            }
        }
        return new RgbImage(width, height, pixels);
    }

    static RgbImage uniform(int width, int height, int red, int green, int blue) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, pixels);
    }

    static RawImage rgb8(RgbImage image, int paddingBytes) {
        return threeChannels("rgb8", image, paddingBytes, 0, 2);
    }

    static RawImage bgr8(RgbImage image, int paddingBytes) {
        return threeChannels("bgr8", image, paddingBytes, 2, 0);
    }

    private static RawImage threeChannels(String encoding, RgbImage image, int paddingBytes, int red, int blue) {
        int step = 3 * image.width() + paddingBytes;
        byte[] bytes = new byte[step * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int from = 3 * (y * image.width() + x);
                int to = y * step + 3 * x;
                bytes[to + red] = image.pixels()[from];
                bytes[to + 1] = image.pixels()[from + 1];
                bytes[to + blue] = image.pixels()[from + 2];
            }
        }
        return new RawImage(encoding, image.width(), image.height(), step, bytes);
    }

    /** @param mosaic colors of the first two rows' first two pixels, for example rggb */
    static RawImage bayer(RgbImage image, String mosaic) {
        byte[] bytes = new byte[image.width() * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                char color = mosaic.charAt(2 * (y % 2) + x % 2);
                bytes[y * image.width() + x] = image.pixels()[3 * (y * image.width() + x) + "rgb".indexOf(color)];
            }
        }
        return new RawImage("bayer_" + mosaic + "8", image.width(), image.height(), image.width(), bytes);
    }

    /** @param format jpeg or png */
    static RawImage file(RgbImage image, String format) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int i = 3 * (y * image.width() + x);
                byte[] p = image.pixels();
                picture.setRGB(x, y, ((p[i] & 0xff) << 16) | ((p[i + 1] & 0xff) << 8) | (p[i + 2] & 0xff));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RawImage.compressed(format, out.toByteArray());
    }
}
