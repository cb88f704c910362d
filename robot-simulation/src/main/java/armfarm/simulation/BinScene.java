package armfarm.simulation;

import armfarm.messages.ObjectSet;
import armfarm.messages.cell.SceneState;
import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The bin and what lies in it. Each change of the content builds a fresh world, so that a scene depends on its seed and
 * objects alone and not on what happened before.
 *
 * <p>Confined to the thread that made it.
 */
final class BinScene {
    static final int OBJECT_COUNT = 8;

    private static final int MAX_SETTLE_STEPS = 360;
    private static final int STOPPED_STEPS = 60;
    private static final int MAX_RESCUES = 3;
    private static final double DROP_HALF_WIDTH = 0.075;

    private final ObjectCatalog catalog;
    private BulletWorld world = new BulletWorld();
    private List<SceneObject> objects = List.of();
    private SceneState state = new SceneState("empty", ObjectSet.TRAINING);
    private long rescued;

    BinScene(ObjectCatalog catalog) {
        this.catalog = catalog;
    }

    BulletWorld world() {
        return world;
    }

    List<SceneObject> objects() {
        return objects;
    }

    SceneState state() {
        return state;
    }

    /** How many objects left the bin and were dropped back so far. */
    long rescuedObjects() {
        return rescued;
    }

    /** Puts new objects into the bin and lets them settle. @return steps made */
    int fill(ObjectSet set, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ObjectSpec> pool = catalog.pool(set);
        List<ObjectSpec> specs = new ArrayList<>();
        while (specs.size() < Math.min(OBJECT_COUNT, pool.size())) {
            ObjectSpec spec = pool.get(random.nextInt(pool.size()));
            if (!specs.contains(spec)) {
                specs.add(spec);
            }
        }
        state = new SceneState(ObjectCatalog.prefix(set) + Long.toHexString(seed), set);
        return drop(specs, random);
    }

    /** Drops the same objects again and lets them settle. @return steps made */
    int stir(long seed) {
        return drop(objects.stream().map(SceneObject::spec).toList(), new SplittableRandom(seed));
    }

    /**
     * Steps until every object sleeps, and drops escaped objects back. What still rocks after 1.5 s is stopped.
     *
     * @param step advances the world by one step
     * @return steps made
     */
    int settle(Runnable step) {
        int steps = 0;
        for (int rescue = 0; rescue <= MAX_RESCUES; rescue++) {
            steps += stepWhileAwake(step, MAX_SETTLE_STEPS);
            if (anyAwake()) {
                objects.forEach(SceneObject::stop);
                steps += stepWhileAwake(step, STOPPED_STEPS);
            }
            if (!rescueEscaped()) {
                break;
            }
        }
        return steps;
    }

    private int stepWhileAwake(Runnable step, int maxSteps) {
        int steps = 0;
        while (steps < maxSteps && anyAwake()) {
            step.run();
            steps++;
        }
        return steps;
    }

    boolean anyAwake() {
        for (SceneObject object : objects) {
            if (object.awake()) {
                return true;
            }
        }
        return false;
    }

    /** The highest object; empty without objects. */
    Optional<SceneObject> highest() {
        SceneObject highest = null;
        double height = 0;
        for (SceneObject object : objects) {
            double z = object.location().z;
            if (highest == null || z > height) {
                highest = object;
                height = z;
            }
        }
        return Optional.ofNullable(highest);
    }

    private boolean rescueEscaped() {
        boolean any = false;
        for (SceneObject object : objects) {
            if (object.escaped()) {
                object.dropFrom(0, 0, 0.18);
                rescued++;
                any = true;
            }
        }
        return any;
    }

    private int drop(List<ObjectSpec> specs, SplittableRandom random) {
        world = new BulletWorld();
        List<SceneObject> dropped = new ArrayList<>(specs.size());
        for (int i = 0; i < specs.size(); i++) {
            double x = (2 * random.nextDouble() - 1) * DROP_HALF_WIDTH;
            double y = (2 * random.nextDouble() - 1) * DROP_HALF_WIDTH;
            double z = 0.06 + 0.06 * i;
            dropped.add(new SceneObject(specs.get(i), world.addObject(specs.get(i), x, y, z, randomRotation(random))));
        }
        objects = List.copyOf(dropped);
        Vector3f down = new Vector3f(0, 0, -5);
        objects.forEach(object -> object.body().setLinearVelocity(down));
        return settle(world::step);
    }

    private static Quaternion randomRotation(SplittableRandom random) {
        return new Quaternion(
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian())
                .normalizeLocal();
    }
}
