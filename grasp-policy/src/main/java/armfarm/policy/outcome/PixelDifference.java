package armfarm.policy.outcome;

import armfarm.messages.RgbImage;
import armfarm.messages.opencv.OpenCvLibrary;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Share of the pixels of which a color changed by more than noise does. Immutable.
 *
 * @param levels by which a blurred color channel (0-255) must differ to count as changed
 */
public record PixelDifference(int levels) implements ImageDifference {
    /** A choice: blur of about 1 % of the image's width takes out noise of single pixels. */
    private static final double BLUR_SHARE = 0.01;

    /** Of the simulated cell: chosen by measurement on simulated attempts, see robot-simulation/docs/simulation.md. */
    public static PixelDifference defaults() {
        return new PixelDifference(20);
    }

    @Override
    public double between(RgbImage before, RgbImage after) {
        if (before.width() != after.width() || before.height() != after.height()) {
            throw new IllegalArgumentException("images of " + before.width() + "x" + before.height() + " and "
                    + after.width() + "x" + after.height() + " cannot be compared; use one camera");
        }
        OpenCvLibrary.load();
        Mat difference = mat(before);
        Mat other = mat(after);
        try {
            Core.absdiff(difference, other, difference);
            int kernel = 2 * (int) Math.ceil(before.width() * BLUR_SHARE / 2) + 1;
            Imgproc.blur(difference, difference, new Size(kernel, kernel));
            Imgproc.threshold(difference, difference, levels, 255, Imgproc.THRESH_BINARY);
            return changed(difference);
        } finally {
            difference.release();
            other.release();
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
