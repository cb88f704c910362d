package armfarm.policy.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loops over one channel of arrays [examples, channels, pixels], row-major: a plane of each example. They are written so that the JIT compiler
 * makes vector instructions of them; sums run in four parts, for a processor begins the next addition before it has the last one's result.
 *
 * @param pixels of a plane
 * @param length of the whole array
 */
record Planes(int channels, int pixels, int length) {
    /** Of an array [N, C, H, W]. */
    static Planes of(INDArray array) {
        return new Planes((int) array.size(1), (int) (array.size(2) * array.size(3)), (int) array.length());
    }

    /** Numbers of a channel. */
    double count() {
        return (double) length / channels;
    }

    private int step() {
        return channels * pixels;
    }

    double sum(float[] values, int channel) {
        double sum = 0;
        for (int from = channel * pixels; from < length; from += step()) {
            sum += sumOfPlane(values, from, from + pixels);
        }
        return sum;
    }

    /** Sum of the squared distances from the mean. */
    double squares(float[] values, float mean, int channel) {
        double sum = 0;
        for (int from = channel * pixels; from < length; from += step()) {
            sum += squaresOfPlane(values, mean, from, from + pixels);
        }
        return sum;
    }

    /** Sum of the factors times the values' distances from their mean. */
    double products(float[] factors, float[] values, float mean, int channel) {
        double sum = 0;
        for (int from = channel * pixels; from < length; from += step()) {
            sum += productsOfPlane(factors, values, mean, from, from + pixels);
        }
        return sum;
    }

    /** Writes scale * value + shift. */
    void scale(float[] values, float scale, float shift, int channel, float[] into) {
        for (int from = channel * pixels; from < length; from += step()) {
            for (int i = from; i < from + pixels; i++) {
                into[i] = values[i] * scale + shift;
            }
        }
    }

    /** Replaces each first by ofFirst * first + ofSecond * second + constant. */
    void combine(float[] first, float ofFirst, float[] second, float ofSecond, float constant, int channel) {
        for (int from = channel * pixels; from < length; from += step()) {
            for (int i = from; i < from + pixels; i++) {
                first[i] = first[i] * ofFirst + second[i] * ofSecond + constant;
            }
        }
    }

    private static double sumOfPlane(float[] values, int from, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return (double) a + b + c + d;
    }

    private static double squaresOfPlane(float[] values, float mean, int from, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += (values[i] - mean) * (values[i] - mean);
            b += (values[i + 1] - mean) * (values[i + 1] - mean);
            c += (values[i + 2] - mean) * (values[i + 2] - mean);
            d += (values[i + 3] - mean) * (values[i + 3] - mean);
        }
        for (; i < end; i++) {
            a += (values[i] - mean) * (values[i] - mean);
        }
        return (double) a + b + c + d;
    }

    private static double productsOfPlane(float[] factors, float[] values, float mean, int from, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += factors[i] * (values[i] - mean);
            b += factors[i + 1] * (values[i + 1] - mean);
            c += factors[i + 2] * (values[i + 2] - mean);
            d += factors[i + 3] * (values[i + 3] - mean);
        }
        for (; i < end; i++) {
            a += factors[i] * (values[i] - mean);
        }
        return (double) a + b + c + d;
    }
}
