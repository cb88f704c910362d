package armfarm.messages;

import java.util.List;

/**
 * How a lens bends straight lines, as sensor_msgs/CameraInfo tells it. Immutable.
 *
 * @param model plumb_bob (5 coefficients) or rational_polynomial (8); empty without distortion
 * @param coefficients k1, k2, p1, p2, k3 and for the rational model k4, k5, k6; without unit
 */
public record LensDistortion(String model, List<Double> coefficients) {
    public static final LensDistortion NONE = new LensDistortion("", List.of());

    public LensDistortion {
        coefficients = List.copyOf(coefficients);
    }

    /** Whether there is nothing to straighten. */
    public boolean isNone() {
        return coefficients.stream().allMatch(c -> c == 0);
    }
}
