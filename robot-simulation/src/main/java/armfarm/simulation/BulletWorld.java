package armfarm.simulation;

import com.jme3.bullet.PhysicsSpace;
import com.jme3.bullet.collision.shapes.BoxCollisionShape;
import com.jme3.bullet.collision.shapes.CapsuleCollisionShape;
import com.jme3.bullet.collision.shapes.CollisionShape;
import com.jme3.bullet.collision.shapes.CompoundCollisionShape;
import com.jme3.bullet.collision.shapes.CylinderCollisionShape;
import com.jme3.bullet.collision.shapes.SphereCollisionShape;
import com.jme3.bullet.objects.PhysicsBody;
import com.jme3.bullet.objects.PhysicsRigidBody;
import com.jme3.bullet.util.NativeLibrary;
import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One Bullet space with a bin in it. Bullet's units are tenths of a metre: its tolerances suit things of about one unit.
 * Forces in Bullet units are newtons times {@link #SCALE}; stiffness in N/m keeps its number.
 *
 * <p>Bit-deterministic: the same calls give the same motion. Confined to the thread that made it.
 */
final class BulletWorld {
    static final float SCALE = 10;
    static final double STEP_SECONDS = 1.0 / 240;

    private static final int SOLVER_ITERATIONS = 20;
    private static final float GRAVITY = 9.81f;
    private static final float MARGIN = 0.01f;
    private static final float CONTACT_DAMPING = 20;
    private static final float ROLLING_FRICTION = 0.02f;
    private static final float SLEEP_LINEAR = 0.4f;
    private static final float SLEEP_ANGULAR = 1;
    private static final float SLEEP_AFTER_SECONDS = 0.12f;

    static {
        Logger.getLogger("com.jme3").setLevel(Level.SEVERE);
        NativeLibraries.loadBullet();
        NativeLibrary.setStartupMessageEnabled(false);
        PhysicsBody.setDeactivationDeadline(SLEEP_AFTER_SECONDS);
        CollisionShape.setDefaultMargin(MARGIN);
    }

    private final PhysicsSpace space;

    BulletWorld() {
        space = new PhysicsSpace(
                new Vector3f(-20, -20, -20), new Vector3f(20, 20, 20), PhysicsSpace.BroadphaseType.DBVT);
        space.useDeterministicDispatch(true);
        space.setGravity(new Vector3f(0, 0, -GRAVITY * SCALE));
        space.getSolverInfo().setNumIterations(SOLVER_ITERATIONS);
        addStatic(new BoxCollisionShape(10, 10, 0.5f), new Vector3f(0, 0, -0.5f), new Quaternion());
        for (int side = 0; side < 4; side++) {
            addWall(side);
        }
    }

    PhysicsSpace space() {
        return space;
    }

    /** Advances the world by {@link #STEP_SECONDS}. */
    void step() {
        space.update((float) STEP_SECONDS, 0, false, false, false);
    }

    /** Adds an object with its centre of mass at the given point, metres. */
    PhysicsRigidBody addObject(ObjectSpec spec, double x, double y, double z, Quaternion rotation) {
        PhysicsRigidBody body = new PhysicsRigidBody(shape(spec.parts()), (float) spec.massKilograms());
        body.setFriction((float) spec.friction());
        body.setRollingFriction(ROLLING_FRICTION);
        body.setSpinningFriction(ROLLING_FRICTION);
        body.setDamping(0.1f, 0.3f);
        body.setSleepingThresholds(SLEEP_LINEAR, SLEEP_ANGULAR);
        spec.contactStiffnessNewtonsPerMeter().ifPresent(stiffness -> {
            body.setContactStiffness((float) stiffness);
            body.setContactDamping(CONTACT_DAMPING);
        });
        body.setPhysicsLocation(scaled(x, y, z));
        body.setPhysicsRotation(rotation);
        space.addCollisionObject(body);
        return body;
    }

    static Vector3f scaled(double x, double y, double z) {
        return new Vector3f((float) x * SCALE, (float) y * SCALE, (float) z * SCALE);
    }

    private void addWall(int side) {
        double angle = side * Math.PI / 2;
        Quaternion turn = new Quaternion().fromAngles(0, 0, (float) angle);
        Quaternion tilt = new Quaternion().fromAngles(0, (float) -Bin.WALL_ANGLE_RADIANS, 0);
        double out = Bin.wallCentreOut();
        Vector3f centre = scaled(Math.cos(angle) * out, Math.sin(angle) * out, Bin.wallCentreUp());
        CollisionShape slab =
                new BoxCollisionShape(scaled(Bin.WALL_LENGTH / 2, Bin.WALL_HALF_WIDTH, Bin.WALL_THICKNESS / 2));
        addStatic(slab, centre, turn.mult(tilt));
    }

    private void addStatic(CollisionShape shape, Vector3f location, Quaternion rotation) {
        PhysicsRigidBody body = new PhysicsRigidBody(shape, PhysicsBody.massForStatic);
        // No rolling friction here: between bodies that cannot turn, such as a finger and the floor, Bullet divides by
        // zero.
        body.setFriction(1);
        body.setPhysicsLocation(location);
        body.setPhysicsRotation(rotation);
        space.addCollisionObject(body);
    }

    private static CollisionShape shape(List<ObjectPart> parts) {
        if (parts.size() == 1) {
            return shape(parts.get(0));
        }
        CompoundCollisionShape compound = new CompoundCollisionShape(parts.size());
        for (ObjectPart part : parts) {
            compound.addChildShape(shape(part), scaled(part.x(), part.y(), part.z()));
        }
        return compound;
    }

    private static CollisionShape shape(ObjectPart part) {
        float a = (float) part.a() * SCALE;
        float b = (float) part.b() * SCALE;
        return switch (part.form()) {
            case BOX -> new BoxCollisionShape(a, b, (float) part.c() * SCALE);
            case CYLINDER -> new CylinderCollisionShape(a, 2 * b, part.axis());
            case CAPSULE -> new CapsuleCollisionShape(a, 2 * b, part.axis());
            case SPHERE -> new SphereCollisionShape(a);
        };
    }
}
