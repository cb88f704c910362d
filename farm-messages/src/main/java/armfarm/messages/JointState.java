package armfarm.messages;

import java.time.Instant;
import java.util.List;

/** Measured joint positions, base to tip, in radians, with the clock of the robot. Immutable. */
public record JointState(Instant stamp, List<String> names, List<Double> positionsRadians) {
    public JointState {
        names = List.copyOf(names);
        positionsRadians = List.copyOf(positionsRadians);
        if (names.size() != positionsRadians.size()) {
            throw new IllegalArgumentException(
                    names.size() + " joint names, " + positionsRadians.size() + " positions");
        }
    }
}
