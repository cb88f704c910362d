package armfarm.simulation;

/**
 * One convex piece of an object, axis-aligned in the object's frame, lengths in metres.
 *
 * @param axis 0, 1, 2: direction of a cylinder's or capsule's axis; ignored by boxes and spheres
 * @param a box: half extent along x; otherwise the radius
 * @param b box: half extent along y; cylinder and capsule: half the length of the straight part
 * @param c box: half extent along z; otherwise 0
 */
public record ObjectPart(Form form, int axis, double a, double b, double c, double x, double y, double z) {
    /** Shapes. */
    public enum Form {
        BOX,
        CYLINDER,
        CAPSULE,
        SPHERE
    }

    static ObjectPart box(double halfX, double halfY, double halfZ, double x, double y, double z) {
        return new ObjectPart(Form.BOX, 2, halfX, halfY, halfZ, x, y, z);
    }

    static ObjectPart cylinder(int axis, double radius, double halfLength, double x, double y, double z) {
        return new ObjectPart(Form.CYLINDER, axis, radius, halfLength, 0, x, y, z);
    }

    static ObjectPart capsule(int axis, double radius, double halfLength) {
        return new ObjectPart(Form.CAPSULE, axis, radius, halfLength, 0, 0, 0, 0);
    }

    static ObjectPart sphere(double radius) {
        return new ObjectPart(Form.SPHERE, 2, radius, 0, 0, 0, 0, 0);
    }

    public double volume() {
        return switch (form) {
            case BOX -> 8 * a * b * c;
            case CYLINDER -> 2 * Math.PI * a * a * b;
            case CAPSULE -> 2 * Math.PI * a * a * b + 4.0 / 3 * Math.PI * a * a * a;
            case SPHERE -> 4.0 / 3 * Math.PI * a * a * a;
        };
    }

    ObjectPart movedBy(double dx, double dy, double dz) {
        return new ObjectPart(form, axis, a, b, c, x + dx, y + dy, z + dz);
    }
}
