package armfarm.policy.outcome;

import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.RgbImage;
import armfarm.messages.opencv.OpenCvLibrary;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Success if the bin looks different after the lifted gripper opened over it: something fell out. Compares an image taken
 * with the closed gripper lifted and out of view with one taken after the release.
 *
 * <p>Source: Levine et al. 2016, appendix B. Thread-safe.
 *
 * @param pixelThreshold grey levels (0-255) by which a blurred colour channel must differ to count as changed
 * @param changedShare share of changed pixels, 0..1, above which something fell out
 */
public record DropTest(int pixelThreshold, double changedShare) {
    /** A choice, stored and not decided by: it was right in 299 of 300 simulated attempts, a real camera is not as quiet. */
    private static final double CONFIDENCE = 0.95;
    /** A choice: blur of about 1 % of the image's width takes out noise of single pixels. */
    private static final double BLUR_SHARE = 0.01;

    /**
     * Chosen by measurement on simulated attempts, see robot-simulation/docs/simulation.md: but for one, each object that fell changed
     * 1.3 % of the pixels or more. A cell of a lab has its own (docs/arms.md).
     */
    public static DropTest defaults() {
        return new DropTest(20, 0.001);
    }

    public OutcomeLabel label(RgbImage lifted, RgbImage dropped) {
        return label(difference(lifted, dropped));
    }

    /** @param difference share of changed pixels as from {@link #difference} */
    public OutcomeLabel label(double difference) {
        Outcome outcome = difference > changedShare ? Outcome.SUCCESS : Outcome.FAILURE;
        return new OutcomeLabel(LabelSource.DROP_TEST, outcome, CONFIDENCE);
    }

    /**
     * Share of pixels that changed, 0..1.
     *
     * @throws IllegalArgumentException if the images differ in size
     */
    public double difference(RgbImage lifted, RgbImage dropped) {
        if (lifted.width() != dropped.width() || lifted.height() != dropped.height()) {
            throw new IllegalArgumentException("images of " + lifted.width() + "x" + lifted.height() + " and "
                    + dropped.width() + "x" + dropped.height() + " cannot be compared; use one camera");
        }
        OpenCvLibrary.load();
        Mat before = mat(lifted);
        Mat after = mat(dropped);
        try {
            Core.absdiff(before, after, after);
            int kernel = 2 * (int) Math.ceil(lifted.width() * BLUR_SHARE / 2) + 1;
            Imgproc.blur(after, after, new Size(kernel, kernel));
            Imgproc.threshold(after, after, pixelThreshold, 255, Imgproc.THRESH_BINARY);
            return changed(after);
        } finally {
            before.release();
            after.release();
        }
    }

    /** Share of pixels with any channel set. */
    private static double changed(Mat mask) {
        byte[] bytes = new byte[(int) mask.total() * 3];
        mask.get(0, 0, bytes);
        int count = 0;
        for (int i = 0; i < bytes.length; i += 3) {
            count += (bytes[i] | bytes[i + 1] | bytes[i + 2]) != 0 ? 1 : 0;
        }
        return count / (bytes.length / 3.0);
    }

    private static Mat mat(RgbImage image) {
        Mat mat = new Mat(image.height(), image.width(), CvType.CV_8UC3);
        mat.put(0, 0, image.pixels());
        return mat;
    }
}
