package armfarm.messages.opencv;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.openblas.presets.openblas;
import org.opencv.core.Core;

/**
 * Loads OpenCV's Java bindings and what they need, with one native thread for each calling one. OpenCV unpacks itself into
 * {@code org.bytedeco.javacpp.cachedir} or {@code ~/.javacpp/cache}, which takes seconds the first time.
 *
 * <p>JavaCPP's own list for the bindings holds {@code opencv_highgui} as well, which nothing here needs and which does not load on a
 * machine without GTK 2, as servers and containers are. So the list is here: the libraries that {@code libopencv_java.so} names
 * ({@code readelf -d}), each after those it needs itself.
 *
 * <p>Thread-safe.
 */
@Properties(
        inherit = openblas.class,
        value =
                @Platform(
                        library = "opencv_java",
                        preloadresource = "/org/bytedeco/opencv/",
                        preload = {
                            "opencv_core@.413",
                            "opencv_imgproc@.413",
                            "opencv_flann@.413",
                            "opencv_features2d@.413",
                            "opencv_calib3d@.413",
                            "opencv_dnn@.413",
                            "opencv_ml@.413",
                            "opencv_imgcodecs@.413",
                            "opencv_videoio@.413",
                            "opencv_video@.413",
                            "opencv_objdetect@.413",
                            "opencv_aruco@.413",
                            "opencv_bgsegm@.413",
                            "opencv_bioinspired@.413",
                            "opencv_dnn_superres@.413",
                            "opencv_face@.413",
                            "opencv_img_hash@.413",
                            "opencv_phase_unwrapping@.413",
                            "opencv_photo@.413",
                            "opencv_plot@.413",
                            "opencv_saliency@.413",
                            "opencv_structured_light@.413",
                            "opencv_text@.413",
                            "opencv_tracking@.413",
                            "opencv_wechat_qrcode@.413",
                            "opencv_xfeatures2d@.413",
                            "opencv_ximgproc@.413",
                            "opencv_xphoto@.413",
                            "opencv_java"
                        }))
public final class OpenCvLibrary {
    private OpenCvLibrary() {}

    /** @throws FarmException (RESOURCE) if the library is missing for this platform or cannot be unpacked or loaded */
    public static void load() {
        try {
            Loaded.touch();
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "OpenCV does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ": "
                            + cause.getMessage()
                            + "; expected a 64-bit Linux (x86_64) and a writable cache folder, see"
                            + " -Dorg.bytedeco.javacpp.cachedir",
                    e);
        }
    }

    private static final class Loaded {
        static {
            Loader.load(OpenCvLibrary.class);
            Core.setNumThreads(1);
        }

        private static void touch() {}
    }
}
