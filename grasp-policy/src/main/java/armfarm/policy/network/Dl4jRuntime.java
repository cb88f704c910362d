package armfarm.policy.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Process-wide setup of DL4J: the oneDNN layers on and one native thread per calling thread.
 *
 * <p>Several arms and the trainer compute at once, so more native threads would only spin against each other. The
 * native setting holds per thread, hence {@link #prepareThread()}; OMP_NUM_THREADS=1 in the environment does the same.
 */
final class Dl4jRuntime {
    /** DL4J's default is true: the fast layers stay off. */
    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    private static final NativeOps NATIVE_OPS;
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(Dl4jRuntime::useOneNativeThread);

    static {
        System.setProperty(HELPERS_DISABLED, "false");
        Nd4j.getEnvironment(); // loads the native library
        NATIVE_OPS = NativeOpsHolder.getInstance().getDeviceNativeOps();
    }

    private Dl4jRuntime() {}

    /** To be called on each thread before it touches a network. */
    static void prepareThread() {
        PREPARED.get();
    }

    private static boolean useOneNativeThread() {
        NATIVE_OPS.setOmpNumThreads(1);
        return true;
    }

    /** A native copy; the caller closes it. */
    static INDArray array(float[] values, long... shape) {
        return Nd4j.create(values, shape, 'c');
    }

    /** Row-major values of a parameter or result. */
    static float[] values(INDArray array) {
        // A parameter is a view: its buffer is the whole network's, so copy first (ravel fails on such a copy).
        try (INDArray copy = array.dup('c')) {
            return copy.data().asFloat();
        }
    }
}
