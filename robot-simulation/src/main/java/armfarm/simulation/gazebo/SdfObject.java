package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import armfarm.simulation.ObjectPart;
import armfarm.simulation.ObjectSpec;

/**
 * An object as a model. Its shape is the catalogue's; some are more slippery, some heavier than there, so that grasps fail
 * in the ways in which they do. Stateless.
 */
final class SdfObject {
    private static final int SLIPPERY_EVERY = 6;
    private static final double SLIPPERY = 0.2;
    private static final int HEAVY_EVERY = 8;
    private static final double HEAVIER = 4;
    private static final double PARKED_SPACING_METERS = 0.3;

    private SdfObject() {}

    /** @param index among the arm's objects */
    static String of(ArmId arm, ObjectSpec object, int index, double y) {
        double friction = object.friction() * (index % SLIPPERY_EVERY == 1 ? SLIPPERY : 1);
        double kilograms = object.massKilograms() * (index % HEAVY_EVERY == 3 ? HEAVIER : 1);
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < object.parts().size(); i++) {
            addPart(parts, object.parts().get(i), "part_" + i, friction, object.rgb());
        }
        return """
                <model name="%s.%s"><pose>-2 %s %s 0 0 0</pose>
                <link name="object"><velocity_decay><linear>0</linear><angular>0.005</angular></velocity_decay>
                %s%s</link></model>
                """.formatted(
                        arm, object.id(), y, -PARKED_SPACING_METERS * (index + 1), inertia(object, kilograms), parts);
    }

    private static void addPart(StringBuilder out, ObjectPart part, String name, double friction, int rgb) {
        String turn = part.axis() == 0 ? "0 1.5707963 0" : part.axis() == 1 ? "1.5707963 0 0" : "0 0 0";
        String pose = Sdf.numbers(part.x(), part.y(), part.z()) + " " + turn;
        switch (part.form()) {
            case BOX ->
                out.append(Sdf.part(
                        name,
                        Sdf.numbers(part.x(), part.y(), part.z()) + " 0 0 0",
                        Sdf.box(2 * part.a(), 2 * part.b(), 2 * part.c()),
                        friction,
                        rgb));
            case CYLINDER -> out.append(Sdf.part(name, pose, Sdf.cylinder(part.a(), 2 * part.b()), friction, rgb));
            case SPHERE -> out.append(Sdf.part(name, pose, Sdf.sphere(part.a()), friction, rgb));
            case CAPSULE -> {
                out.append(Sdf.part(name, pose, Sdf.cylinder(part.a(), 2 * part.b()), friction, rgb));
                for (int end = -1; end <= 1; end += 2) {
                    double[] at = {part.x(), part.y(), part.z()};
                    at[part.axis()] += end * part.b();
                    String round = name + (end < 0 ? "_lower" : "_upper");
                    out.append(Sdf.part(round, Sdf.numbers(at) + " 0 0 0", Sdf.sphere(part.a()), friction, rgb));
                }
            }
        }
    }

    /** Of uniform density, with each part taken as the box around it. */
    private static String inertia(ObjectSpec object, double kilograms) {
        double volume = object.parts().stream().mapToDouble(ObjectPart::volume).sum();
        double[] moments = new double[4];
        for (ObjectPart part : object.parts()) {
            double mass = kilograms * part.volume() / volume;
            double[] half = halfExtents(part);
            double xx = half[0] * half[0] / 3 + part.x() * part.x();
            double yy = half[1] * half[1] / 3 + part.y() * part.y();
            double zz = half[2] * half[2] / 3 + part.z() * part.z();
            moments[0] += mass * (yy + zz);
            moments[1] += mass * (xx + zz);
            moments[2] += mass * (xx + yy);
            moments[3] -= mass * part.x() * part.z();
        }
        return Sdf.inertial(kilograms, "0 0 0 0 0 0", moments);
    }

    private static double[] halfExtents(ObjectPart part) {
        if (part.form() == ObjectPart.Form.BOX) {
            return new double[] {part.a(), part.b(), part.c()};
        }
        double[] half = {part.a(), part.a(), part.a()};
        half[part.axis()] += switch (part.form()) {
            case CYLINDER -> part.b() - part.a();
            case CAPSULE -> part.b();
            case BOX, SPHERE -> 0;
        };
        return half;
    }
}
