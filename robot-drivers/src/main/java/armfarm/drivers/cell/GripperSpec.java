package armfarm.drivers.cell;

/**
 * A parallel gripper and how its own position maps to the distance between its pads: {@code width = metersAtZero +
 * metersPerPosition * position}. Immutable.
 *
 * @param joint its name in the joint states
 * @param metersPerPosition 1 where the position is the width; 2 where it is one finger's; negative where 0 is open
 * @param metersAtZero width at position 0
 * @param openMeters opening of the open gripper
 * @param gripNewtons force of the closing gripper
 */
public record GripperSpec(
        String joint, double metersPerPosition, double metersAtZero, double openMeters, double gripNewtons) {
    public GripperSpec {
        if (metersPerPosition == 0 || !Double.isFinite(metersPerPosition) || !Double.isFinite(metersAtZero)) {
            throw new IllegalArgumentException(
                    "gripper mapping " + metersAtZero + " + " + metersPerPosition + " * position has no inverse");
        }
    }

    /** The position is the width: the farm's own contract. */
    public static GripperSpec contract() {
        return new GripperSpec(ArmTopics.GRIPPER_JOINT, 1, 0, 0.085, 12);
    }

    public double toMeters(double position) {
        return metersAtZero + metersPerPosition * position;
    }

    public double toPosition(double widthMeters) {
        return (widthMeters - metersAtZero) / metersPerPosition;
    }
}
