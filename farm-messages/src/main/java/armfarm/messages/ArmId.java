package armfarm.messages;

import java.util.regex.Pattern;

/** Name of one arm, also a valid ROS name: a letter, then letters, digits and underscores, for example arm_1. */
public record ArmId(String name) implements Comparable<ArmId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    public ArmId {
        if (!VALID.matcher(name).matches()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Arm name '" + name
                            + "' is not valid: expected a letter, then letters, digits or '_' (at most 63)");
        }
    }

    @Override
    public int compareTo(ArmId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
