package armfarm.cli.plots;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A plot ready to be written. The same numbers give the same bytes with the same Java and fonts. Confined to one thread. */
public final class Drawing {
    /** So that pictures are sharp on today's screens and in print. */
    private static final int PNG_SCALE = 2;

    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    private final JFreeChart chart;
    private final int width;
    private final int height;

    Drawing(JFreeChart chart, int width, int height) {
        this.chart = chart;
        this.width = width;
        this.height = height;
    }

    /**
     * Writes the file whole or not at all; one that is there is replaced.
     *
     * @throws FarmException (RESOURCE) if it cannot be written, or Java finds no fonts
     */
    public void write(Path file, ImageFormat format) {
        requireFonts();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                if (format == ImageFormat.PNG) {
                    ChartUtils.writeScaledChartAsPNG(out, chart, width, height, PNG_SCALE, PNG_SCALE);
                } else {
                    writeSvg(out);
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot write " + file + ": " + e + "; name another place with -o", e);
        }
    }

    private void writeSvg(OutputStream out) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment("Armfarm");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false); // text stays text, so that it can be searched
        try {
            graphics.setSVGCanvasSize(new Dimension(width, height));
            chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
            Element root = graphics.getRoot();
            root.setAttribute("viewBox", "0 0 " + width + " " + height);
            // not Batik's own writer: it names a document type that readers would fetch from the network
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(root), new StreamResult(out));
        } catch (TransformerException e) {
            throw new IOException(e);
        } finally {
            graphics.dispose();
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG_NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new FarmException(ErrorCode.BUG, "Java's own XML documents are missing", e);
        }
    }

    /** Java's way to say that there is no font, or no library to read one, differs with what is missing. */
    private static void requireFonts() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("Success", new FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Java cannot write text into pictures (" + e
                            + "): it needs libfontconfig1, libfreetype6 and at least one font. Debian, Ubuntu: apt-get"
                            + " install libfontconfig1 libfreetype6 fonts-dejavu-core",
                    e);
        }
    }
}
