package armfarm.policy.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's parameters by name, in a fixed order, independent of the engine: float32, row-major.
 *
 * <p>The arrays are handed out, not copied: read only.
 */
public final class NamedWeights {
    private final Map<String, Tensor> tensors;

    public NamedWeights(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /** The tensor of this name. @throws IllegalArgumentException if there is none */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no weights named " + name + " among " + tensors.keySet());
        }
        return tensor;
    }

    /** Names and shapes as text, to compare two networks' layouts. */
    public List<String> layout() {
        List<String> lines = new ArrayList<>();
        tensors.forEach((name, tensor) -> lines.add(name + " " + tensor.shape()));
        return lines;
    }

    /** Names of the tensors that hold NaN or infinity; empty if all values are finite. */
    public List<String> nonFinite() {
        return tensors.entrySet().stream()
                .filter(e -> !e.getValue().isFinite())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One parameter array with its shape. */
    public static final class Tensor {
        private final List<Integer> shape;
        private final float[] values;

        /** Takes ownership of the array. @throws IllegalArgumentException if its length does not fit the shape */
        public Tensor(List<Integer> shape, float[] values) {
            this.shape = List.copyOf(shape);
            this.values = values;
            long expected = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            if (values.length != expected) {
                throw new IllegalArgumentException(
                        values.length + " values do not fill the shape " + shape + " of " + expected);
            }
        }

        public List<Integer> shape() {
            return shape;
        }

        public float[] values() {
            return values;
        }

        boolean isFinite() {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }
    }
}
