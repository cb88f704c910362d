package armfarm.policy.release;

import armfarm.policy.network.NamedWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** weights.f32: all tensors one after the other, float32 little-endian. */
final class WeightBytes {
    private WeightBytes() {}

    static byte[] of(NamedWeights weights) {
        int count = weights.tensors().values().stream()
                .mapToInt(tensor -> tensor.values().length)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        weights.tensors().values().forEach(tensor -> floats.put(tensor.values()));
        return bytes.array();
    }

    /** Bytes these tensors take. @throws ArithmeticException if a shape is absurd */
    static int expectedBytes(List<ModelManifest.TensorEntry> tensors) {
        int sum = 0;
        for (ModelManifest.TensorEntry tensor : tensors) {
            sum = Math.addExact(sum, Math.multiplyExact(count(tensor), Float.BYTES));
        }
        return sum;
    }

    /** @param bytes exactly {@link #expectedBytes} */
    static NamedWeights parse(byte[] bytes, List<ModelManifest.TensorEntry> tensors) {
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        Map<String, NamedWeights.Tensor> parsed = new LinkedHashMap<>();
        for (ModelManifest.TensorEntry tensor : tensors) {
            float[] values = new float[count(tensor)];
            floats.get(values);
            parsed.put(tensor.name(), new NamedWeights.Tensor(tensor.shape(), values));
        }
        return new NamedWeights(parsed);
    }

    private static int count(ModelManifest.TensorEntry tensor) {
        int count = 1;
        for (int length : tensor.shape()) {
            if (length < 1) {
                throw new ArithmeticException("tensor " + tensor.name() + " has shape " + tensor.shape());
            }
            count = Math.multiplyExact(count, length);
        }
        return count;
    }
}
