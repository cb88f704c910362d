package armfarm.messages;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Depth in and out as PNG of 16-bit grey, millimetres; nothing is lost. Thread-safe. */
public final class DepthCodec {
    private static final String PNG = "png";

    private DepthCodec() {}

    /** The image as it is stored. */
    public static EncodedImage encode(DepthImage depth) {
        BufferedImage grey = new BufferedImage(depth.width(), depth.height(), BufferedImage.TYPE_USHORT_GRAY);
        short[] pixels = ((DataBufferUShort) grey.getRaster().getDataBuffer()).getData();
        System.arraycopy(depth.millimeters(), 0, pixels, 0, pixels.length);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(PNG).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(grey);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not refuse
        } finally {
            writer.dispose();
        }
        return new EncodedImage(ImageHeader.PNG, bytes.toByteArray());
    }

    /** @throws FarmException (DATA) if the bytes are not a readable PNG of 16-bit grey, or too large */
    public static DepthImage decode(EncodedImage image) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(PNG).next();
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(image.bytes()))) {
            reader.setInput(in, true, true);
            ImageCheck.requireSize("PNG", reader.getWidth(0), reader.getHeight(0));
            BufferedImage grey = reader.read(0);
            if (grey.getType() != BufferedImage.TYPE_USHORT_GRAY) {
                throw new IOException("a PNG with " + grey.getColorModel().getPixelSize() + " bits a pixel in "
                        + grey.getColorModel().getNumComponents() + " channels, expected 16 in 1");
            }
            short[] pixels = ((DataBufferUShort) grey.getRaster().getDataBuffer()).getData();
            return new DepthImage(grey.getWidth(), grey.getHeight(), pixels.clone());
        } catch (IOException | RuntimeException e) { // the JDK's reader throws both on damaged files
            throw new FarmException(
                    ErrorCode.DATA,
                    "Depth image of " + image.byteCount() + " bytes is not a readable PNG of 16-bit grey: "
                            + e.getMessage(),
                    e);
        } finally {
            reader.dispose();
        }
    }
}
