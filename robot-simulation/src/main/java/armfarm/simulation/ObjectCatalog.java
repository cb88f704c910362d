package armfarm.simulation;

import armfarm.messages.ObjectSet;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * The objects that a bin can hold, in two pools that share no object: training and held-out. The same seed gives the same
 * catalogue. About one object in five is soft: its contacts give way.
 *
 * <p>Immutable. Size, mass and friction ranges: chosen by measurement, see robot-simulation/docs/simulation.md.
 */
public final class ObjectCatalog {
    private static final double SOFT_SHARE = 0.2;
    private static final List<ObjectSpec.Kind> KINDS = List.of(ObjectSpec.Kind.values());

    private final List<ObjectSpec> training;
    private final List<ObjectSpec> heldOut;

    public ObjectCatalog(long seed, int trainingCount, int heldOutCount) {
        training = pool("train-", new SplittableRandom(2 * seed), trainingCount);
        heldOut = pool("held-", new SplittableRandom(2 * seed + 1), heldOutCount);
    }

    /** 1000 training and 300 held-out objects. */
    public static ObjectCatalog defaults() {
        return new ObjectCatalog(1, 1000, 300);
    }

    public List<ObjectSpec> pool(ObjectSet set) {
        return set == ObjectSet.TRAINING ? training : heldOut;
    }

    private static List<ObjectSpec> pool(String prefix, SplittableRandom random, int count) {
        List<ObjectSpec> pool = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pool.add(draw(String.format("%s%04d", prefix, i), random.split()));
        }
        return List.copyOf(pool);
    }

    private static ObjectSpec draw(String id, SplittableRandom random) {
        ObjectSpec.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        List<ObjectPart> parts = centred(shape(kind, random));
        double mass = between(random, 0.03, 0.35);
        double friction = between(random, 0.5, 1);
        int rgb = Color.HSBtoRGB((float) random.nextDouble(), (float) between(random, 0.45, 1), (float)
                        between(random, 0.35, 0.95))
                & 0xFFFFFF;
        boolean soft = random.nextDouble() < SOFT_SHARE;
        double stiffness = between(random, 2_500, 10_000);
        return new ObjectSpec(
                id, kind, parts, mass, friction, rgb, soft ? OptionalDouble.of(stiffness) : OptionalDouble.empty());
    }

    private static List<ObjectPart> shape(ObjectSpec.Kind kind, SplittableRandom random) {
        return switch (kind) {
            case BOX ->
                List.of(ObjectPart.box(
                        between(random, 0.010, 0.030),
                        between(random, 0.010, 0.035),
                        between(random, 0.010, 0.035),
                        0,
                        0,
                        0));
            case CYLINDER ->
                List.of(ObjectPart.cylinder(2, between(random, 0.010, 0.028), between(random, 0.015, 0.045), 0, 0, 0));
            case CAPSULE ->
                List.of(ObjectPart.capsule(2, between(random, 0.010, 0.022), between(random, 0.012, 0.033)));
            case SPHERE -> List.of(ObjectPart.sphere(between(random, 0.015, 0.033)));
            case HAMMER -> hammer(random);
            case ANGLE -> angle(random);
            case MUG -> mug(random);
        };
    }

    private static List<ObjectPart> hammer(SplittableRandom random) {
        double handle = between(random, 0.030, 0.042);
        double radius = between(random, 0.006, 0.010);
        double head = between(random, 0.018, 0.030);
        double headRadius = between(random, 0.010, 0.015);
        return List.of(
                ObjectPart.cylinder(2, radius, handle, 0, 0, 0),
                ObjectPart.box(head, headRadius, headRadius, 0, 0, handle + headRadius / 2));
    }

    private static List<ObjectPart> angle(SplittableRandom random) {
        double longHalf = between(random, 0.025, 0.045);
        double shortHalf = between(random, 0.015, 0.030);
        double thick = between(random, 0.008, 0.014);
        double depth = between(random, 0.010, 0.020);
        return List.of(
                ObjectPart.box(longHalf, depth, thick, 0, 0, 0),
                ObjectPart.box(thick, depth, shortHalf, longHalf - thick, 0, shortHalf + thick));
    }

    private static List<ObjectPart> mug(SplittableRandom random) {
        double radius = between(random, 0.020, 0.032);
        double half = between(random, 0.022, 0.038);
        double handle = between(random, 0.007, 0.011);
        return List.of(
                ObjectPart.cylinder(2, radius, half, 0, 0, 0),
                ObjectPart.box(handle, 0.005, half * 0.6, radius + handle * 0.8, 0, 0));
    }

    /** Moves the parts so that the centre of mass (uniform density) is at the origin. */
    private static List<ObjectPart> centred(List<ObjectPart> parts) {
        double volume = 0;
        double x = 0;
        double y = 0;
        double z = 0;
        for (ObjectPart part : parts) {
            double v = part.volume();
            volume += v;
            x += v * part.x();
            y += v * part.y();
            z += v * part.z();
        }
        List<ObjectPart> moved = new ArrayList<>(parts.size());
        for (ObjectPart part : parts) {
            moved.add(part.movedBy(-x / volume, -y / volume, -z / volume));
        }
        return moved;
    }

    private static double between(SplittableRandom random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
