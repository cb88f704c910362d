package armfarm.messages;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * JPEG in and out, with the JDK's own codec: the same bytes decode to the same pixels everywhere. Colour is kept at full resolution
 * (4:4:4): halved, as the codec does by itself, it is wrong by 8 of 255 along the edges of objects at network size. Thread-safe.
 */
public final class JpegCodec {
    /** Keeps small objects' edges at network size; the recipe's crops were raw pixels. */
    public static final float DEFAULT_QUALITY = 0.95f;

    private static final String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

    private JpegCodec() {}

    /** @param quality 0..1, 1 is best */
    public static EncodedImage encode(RgbImage image, float quality) {
        BufferedImage bgr = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        swapRedAndBlue(image.pixels(), ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(bgr, null, fullColour(writer, bgr, param)), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return new EncodedImage(EncodedImage.JPEG, bytes.toByteArray());
    }

    /** What says that no component is sampled more coarsely than another. */
    private static IIOMetadata fullColour(ImageWriter writer, BufferedImage image, ImageWriteParam param)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        Element root = (Element) metadata.getAsTree(JPEG_METADATA);
        NodeList components = root.getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            Element component = (Element) components.item(i);
            component.setAttribute("HsamplingFactor", "1");
            component.setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(JPEG_METADATA, root);
        return metadata;
    }

    /** @throws FarmException (DATA) if the bytes are not a readable JPEG */
    public static RgbImage decode(EncodedImage image) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(image.bytes()))) {
            reader.setInput(in, true, true);
            return toRgb(reader.read(0));
        } catch (IOException | RuntimeException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Image of " + image.byteCount() + " bytes is not a readable JPEG: " + e.getMessage(),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static RgbImage toRgb(BufferedImage decoded) {
        BufferedImage bgr = decoded;
        if (decoded.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            bgr = new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            bgr.getGraphics().drawImage(decoded, 0, 0, null);
        }
        byte[] source = ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[source.length];
        swapRedAndBlue(source, rgb);
        return new RgbImage(bgr.getWidth(), bgr.getHeight(), rgb);
    }

    private static void swapRedAndBlue(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i += 3) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
    }
}
