package armfarm.ros.bench;

import armfarm.ros.GraphName;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import java.time.Instant;

/** What the benchmark publishes, and under which names. */
final class BenchImages {
    static final int WIDTH = 640;
    static final int HEIGHT = 512;
    static final int BYTES = 3 * WIDTH * HEIGHT;

    private BenchImages() {}

    static GraphName topic(int camera) {
        return GraphName.of("/bench/camera_" + camera + "/image_raw");
    }

    /** @param number counts the images of one camera; the header's seq */
    static ImageMessage image(long number, ByteArray pixels) {
        return new ImageMessage(
                new Header(number, Instant.EPOCH, "camera"), HEIGHT, WIDTH, "rgb8", 0, 3L * WIDTH, pixels);
    }
}
