package armfarm.simulation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One object of the catalogue. Its frame's origin is the centre of mass.
 *
 * @param id for example train-0042
 * @param rgb colour, 0xRRGGBB
 * @param contactStiffnessNewtonsPerMeter of a soft object; empty if rigid
 */
public record ObjectSpec(
        String id,
        Kind kind,
        List<ObjectPart> parts,
        double massKilograms,
        double friction,
        int rgb,
        OptionalDouble contactStiffnessNewtonsPerMeter) {
    /** Families of shapes. */
    public enum Kind {
        BOX,
        CYLINDER,
        CAPSULE,
        SPHERE,
        HAMMER,
        ANGLE,
        MUG
    }

    public ObjectSpec {
        parts = List.copyOf(parts);
    }

    boolean soft() {
        return contactStiffnessNewtonsPerMeter.isPresent();
    }
}
