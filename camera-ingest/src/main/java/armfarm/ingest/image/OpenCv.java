package armfarm.ingest.image;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;

/** Loads OpenCV at the first use, with one native thread for each calling one: every camera has a thread of its own. */
final class OpenCv {
    static {
        try {
            Loader.load(opencv_java.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "OpenCV does not load: " + e.getMessage()
                            + "; expected a 64-bit Linux (x86_64) and a writable cache"
                            + " folder, see -Dorg.bytedeco.javacpp.cachedir",
                    e);
        }
        Core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Blocks for seconds the first time. */
    static void load() {}
}
