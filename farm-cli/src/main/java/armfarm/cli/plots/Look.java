package armfarm.cli.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Colours, shapes and fonts of all plots. */
final class Look {
    /**
     * Told apart by people who see colours differently, and in grey by the shapes, of which there are four: so 28 series differ.
     * Source: Okabe and Ito 2008, without their yellow, which is too pale for a line on white.
     */
    private static final List<Color> COLORS = List.of(
            new Color(0, 114, 178),
            new Color(213, 94, 0),
            new Color(0, 158, 115),
            new Color(204, 121, 167),
            new Color(230, 159, 0),
            new Color(86, 180, 233),
            Color.BLACK);

    private static final List<Shape> SHAPES =
            List.of(new Ellipse2D.Double(-4, -4, 8, 8), square(), triangle(5), triangle(-5));

    static final Color TEXT = new Color(0x33, 0x33, 0x33);
    static final Color FAINT = new Color(0x70, 0x70, 0x70);
    static final BasicStroke LINE = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke THIN = new BasicStroke(1.2f);
    static final BasicStroke DASHES =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {6, 4}, 0);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final int WIDTH = 900;

    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
    private static final Font NORMAL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);

    private Look() {}

    static Color color(int series) {
        return COLORS.get(series % COLORS.size());
    }

    static Shape shape(int series) {
        return SHAPES.get(series % SHAPES.size());
    }

    /** The same colour, for bands. */
    static Color pale(int series) {
        Color color = color(series);
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 48);
    }

    static DecimalFormat format(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    static String percent(double rate) {
        return format("0.0").format(100 * rate) + " %";
    }

    /** An axis in percent with a line each 20. */
    static NumberAxis percentAxis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(0, 100);
        axis.setTickUnit(new NumberTickUnit(20, format("0")));
        return axis;
    }

    static JFreeChart chart(String title, String subtitle, Plot plot) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(12, 12, 12, 20));
        chart.getTitle().setPaint(TEXT);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.getTitle().setPosition(RectangleEdge.TOP);
        chart.addSubtitle(
                0,
                new TextTitle(
                        subtitle,
                        NORMAL,
                        FAINT,
                        RectangleEdge.TOP,
                        HorizontalAlignment.LEFT,
                        TextTitle.DEFAULT_VERTICAL_ALIGNMENT,
                        new RectangleInsets(4, 0, 10, 0)));
        chart.getLegend().setFrame(BlockBorder.NONE);
        chart.getLegend().setItemFont(NORMAL);
        chart.getLegend().setItemPaint(TEXT);
        chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 2, 2, 16));
        return chart;
    }

    static void apply(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        apply(plot.getDomainAxis());
        apply(plot.getRangeAxis());
    }

    static void apply(ValueAxis axis) {
        if (axis == null) {
            return; // shared with other plots
        }
        axis.setLabelFont(NORMAL);
        axis.setLabelPaint(TEXT);
        axis.setTickLabelFont(NORMAL);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLinePaint(FAINT);
    }

    private static Shape square() {
        return new Rectangle2D.Double(-3.5, -3.5, 7, 7);
    }

    private static Shape triangle(double size) {
        Path2D path = new Path2D.Double();
        path.moveTo(-size, size * 0.8);
        path.lineTo(size, size * 0.8);
        path.lineTo(0, -size);
        path.closePath();
        return path;
    }
}
