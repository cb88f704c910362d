package armfarm.policy.network;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Room for two of the largest arrays of a network in training, where loops in Java are faster than the native operations. Layers take turns:
 * what one has read is gone when the next reads. Confined to the thread that trains.
 */
final class NativeFloats {
    private float[] first = new float[0];
    private float[] second = new float[0];

    void reserve(int length) {
        if (first.length < length) {
            first = new float[length];
            second = new float[length];
        }
    }

    float[] first() {
        return first;
    }

    float[] second() {
        return second;
    }

    /** @return the array given, with the values row-major from its beginning */
    static float[] read(INDArray array, float[] into) {
        INDArray rows = isPlain(array) ? array : array.dup('c');
        pointer(rows).get(into, 0, (int) rows.length());
        return into;
    }

    /** @param target a plain array */
    static void write(float[] values, INDArray target) {
        pointer(target).put(values, 0, (int) target.length());
        Nd4j.getAffinityManager().tagLocation(target, Location.HOST); // of no effect but on a GPU
    }

    /** Whether it is row-major, and alone in its buffer or the first there. */
    static boolean isPlain(INDArray array) {
        return array.ordering() == 'c' && array.offset() == 0 && Shape.hasDefaultStridesForShape(array);
    }

    private static FloatPointer pointer(INDArray array) {
        return (FloatPointer) array.data().pointer();
    }
}
