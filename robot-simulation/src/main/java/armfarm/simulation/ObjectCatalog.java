package armfarm.simulation;

import armfarm.messages.ObjectSet;
import java.awt.Color;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The objects that a bin can hold, in three pools that share no object: those practised with, others of the same kinds, and
 * objects of kinds that are never practised with. The same seed and held-out kinds give the same catalogue. About one object in
 * five is soft: its contacts give way.
 *
 * <p>Immutable. Size, mass and friction ranges: chosen by measurement, see robot-simulation/docs/simulation.md.
 */
public final class ObjectCatalog {
    private static final double SOFT_SHARE = 0.2;

    private final List<ObjectSpec> training;
    private final List<ObjectSpec> heldOut;
    private final List<ObjectSpec> heldOutKinds;

    /** With mugs and hammers held out. */
    public ObjectCatalog(long seed, int trainingCount, int heldOutCount) {
        this(seed, trainingCount, heldOutCount, defaultHeldOutKinds());
    }

    /**
     * @param heldOutCount of other objects of the trained kinds, and as many of the held-out kinds
     * @param kindsHeldOut not all of them; with none, there are no objects of held-out kinds
     */
    public ObjectCatalog(long seed, int trainingCount, int heldOutCount, Set<ObjectSpec.Kind> kindsHeldOut) {
        List<ObjectSpec.Kind> trained = kinds(kind -> !kindsHeldOut.contains(kind));
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("all kinds of objects are held out; expected one left to practise with");
        }
        training = pool(ObjectSet.TRAINING, new SplittableRandom(2 * seed), trained, trainingCount);
        heldOut = pool(ObjectSet.HELD_OUT, new SplittableRandom(2 * seed + 1), trained, heldOutCount);
        heldOutKinds = kindsHeldOut.isEmpty()
                ? List.of()
                : pool(
                        ObjectSet.HELD_OUT_KINDS,
                        new SplittableRandom(-1 - seed),
                        kinds(kindsHeldOut::contains),
                        heldOutCount);
    }

    private ObjectCatalog(List<ObjectSpec> training, List<ObjectSpec> heldOut, List<ObjectSpec> heldOutKinds) {
        this.training = training;
        this.heldOut = heldOut;
        this.heldOutKinds = heldOutKinds;
    }

    /** 1000 training objects, 300 held-out ones and 300 of held-out kinds: mugs and hammers. */
    public static ObjectCatalog defaults() {
        return withHeldOut(defaultHeldOutKinds());
    }

    /** As {@link #defaults}, with other kinds held out; with none, practice knows all kinds. */
    public static ObjectCatalog withHeldOut(Set<ObjectSpec.Kind> kinds) {
        return new ObjectCatalog(1, 1000, 300, kinds);
    }

    /** Mugs and hammers: of several parts, and unlike any of the other kinds. A new set. */
    public static Set<ObjectSpec.Kind> defaultHeldOutKinds() {
        return EnumSet.of(ObjectSpec.Kind.MUG, ObjectSpec.Kind.HAMMER);
    }

    public List<ObjectSpec> pool(ObjectSet set) {
        return switch (set) {
            case TRAINING -> training;
            case HELD_OUT -> heldOut;
            case HELD_OUT_KINDS -> heldOutKinds;
        };
    }

    /** The objects of one kind alone. Those not practised with are in one pool, whether their kind is held out or not. */
    public ObjectCatalog only(ObjectSpec.Kind kind) {
        Predicate<ObjectSpec> wanted = object -> object.kind() == kind;
        return new ObjectCatalog(
                training.stream().filter(wanted).toList(),
                Stream.concat(heldOut.stream(), heldOutKinds.stream())
                        .filter(wanted)
                        .toList(),
                heldOutKinds.stream().filter(wanted).toList());
    }

    /** How the ids of a set's objects and scenes begin. */
    public static String prefix(ObjectSet set) {
        return switch (set) {
            case TRAINING -> "train-";
            case HELD_OUT -> "held-";
            case HELD_OUT_KINDS -> "kind-";
        };
    }

    private static List<ObjectSpec.Kind> kinds(Predicate<ObjectSpec.Kind> wanted) {
        return Stream.of(ObjectSpec.Kind.values()).filter(wanted).toList();
    }

    private static List<ObjectSpec> pool(
            ObjectSet set, SplittableRandom random, List<ObjectSpec.Kind> kinds, int count) {
        List<ObjectSpec> pool = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pool.add(draw(String.format("%s%04d", prefix(set), i), random.split(), kinds));
        }
        return List.copyOf(pool);
    }

    private static ObjectSpec draw(String id, SplittableRandom random, List<ObjectSpec.Kind> kinds) {
        ObjectSpec.Kind kind = kinds.get(random.nextInt(kinds.size()));
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
