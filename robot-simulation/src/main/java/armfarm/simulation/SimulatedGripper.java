package armfarm.simulation;

import com.jme3.bullet.PhysicsSpace;
import com.jme3.bullet.RotationOrder;
import com.jme3.bullet.collision.shapes.BoxCollisionShape;
import com.jme3.bullet.joints.New6Dof;
import com.jme3.bullet.joints.motors.MotorParam;
import com.jme3.bullet.joints.motors.TranslationMotor;
import com.jme3.bullet.objects.PhysicsRigidBody;
import com.jme3.math.Matrix3f;
import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;
import java.util.Arrays;

/**
 * A vertical two-finger gripper in a {@link BulletWorld}: a palm that is driven by force-limited velocity motors, so that
 * contact can stop it, and two force-limited fingers that close along the palm's y axis. It turns about the vertical
 * only. Its position is that of the point between the finger tips, metres in the bin frame.
 *
 * <p>Confined to the world's thread. Masses, forces and speeds: chosen by measurement, see robot-simulation/docs/simulation.md.
 */
public final class SimulatedGripper {
    public static final double MAX_OPENING = 0.085;
    public static final double MAX_FORCE_NEWTONS = 12;
    public static final double FINGER_LENGTH = 0.055;
    public static final double FINGER_HALF_WIDTH = 0.009;
    public static final double FINGER_HALF_THICKNESS = 0.005;
    public static final double PALM_HALF_X = 0.015;
    public static final double PALM_HALF_Y = 0.055;
    public static final double PALM_HALF_Z = 0.02;

    private static final float PALM_MASS = 1;
    private static final float FINGER_MASS = 0.15f;
    private static final float HORIZONTAL_LIMIT_NEWTONS = 320;
    private static final float VERTICAL_LIMIT_NEWTONS = 80;
    private static final double FINGER_SPEED = 0.25;
    /** Share of the position error that is corrected in one step. */
    private static final double STIFFNESS = 0.5;

    private static final double MAX_SPEED = 1.5;
    private static final double GENTLE_ACCELERATION = 8;
    /** Finger force is reduced in proportion to the asymmetry and by at most this share. */
    private static final double MAX_TRIM = 0.5;

    private static final double TRIM_PER_METER = 50;
    private static final int Y = 1;

    private final PhysicsRigidBody palm;
    private final PhysicsRigidBody left;
    private final PhysicsRigidBody right;
    private final TranslationMotor palmMotor;
    private final New6Dof leftSlide;
    private final New6Dof rightSlide;
    private final Vector3f location = new Vector3f();
    private final Vector3f scratch = new Vector3f();
    /** Commanded, m/s. */
    private final double[] velocity = new double[3];

    private double yawRadians;
    private double forceNewtons = MAX_FORCE_NEWTONS;

    SimulatedGripper(BulletWorld world, double[] tip, double yawRadians, double openingMeters) {
        PhysicsSpace space = world.space();
        palm = body(space, PALM_HALF_X, PALM_HALF_Y, PALM_HALF_Z, PALM_MASS);
        left = body(space, FINGER_HALF_WIDTH, FINGER_HALF_THICKNESS, FINGER_LENGTH / 2, FINGER_MASS);
        right = body(space, FINGER_HALF_WIDTH, FINGER_HALF_THICKNESS, FINGER_LENGTH / 2, FINGER_MASS);
        left.addToIgnoreList(right);
        palmMotor = palmDrive(space);
        leftSlide = slide(space, left, 1);
        rightSlide = slide(space, right, -1);
        place(tip, yawRadians, openingMeters);
    }

    /** Puts the gripper somewhere at rest, through whatever is there. */
    void place(double[] tip, double yaw, double openingMeters) {
        yawRadians = yaw;
        Arrays.fill(velocity, 0);
        double half = openingMeters / 2 + FINGER_HALF_THICKNESS;
        double fingerZ = tip[2] + FINGER_LENGTH / 2;
        Quaternion turn = new Quaternion().fromAngles(0, 0, (float) yaw);
        put(palm, turn, tip[0], tip[1], tip[2] + FINGER_LENGTH + PALM_HALF_Z);
        put(left, turn, tip[0] - Math.sin(yaw) * half, tip[1] + Math.cos(yaw) * half, fingerZ);
        put(right, turn, tip[0] + Math.sin(yaw) * half, tip[1] - Math.cos(yaw) * half, fingerZ);
    }

    /**
     * Sets the palm's motors for the next step so that it comes nearer to the target.
     *
     * @param gentle accelerate no faster than a held object bears
     */
    void driveTo(double[] tip, double yaw, boolean gentle) {
        turnTo(yaw);
        palm.getPhysicsLocation(location);
        double dx = tip[0] - location.x / BulletWorld.SCALE;
        double dy = tip[1] - location.y / BulletWorld.SCALE;
        double dz = tip[2] + FINGER_LENGTH + PALM_HALF_Z - location.z / BulletWorld.SCALE;
        double distance = Math.max(Math.sqrt(dx * dx + dy * dy + dz * dz), 1e-9);
        double speed = Math.min(distance * STIFFNESS / BulletWorld.STEP_SECONDS, MAX_SPEED);
        if (gentle) {
            speed = Math.min(speed, Math.sqrt(2 * GENTLE_ACCELERATION * distance));
        }
        double perMeter = speed / distance;
        accelerateTo(dx * perMeter, dy * perMeter, dz * perMeter, gentle);
        trimFingerForces();
    }

    private void accelerateTo(double vx, double vy, double vz, boolean gentle) {
        double ax = vx - velocity[0];
        double ay = vy - velocity[1];
        double az = vz - velocity[2];
        double change = Math.sqrt(ax * ax + ay * ay + az * az);
        double most = GENTLE_ACCELERATION * BulletWorld.STEP_SECONDS * (speedsUp(vx, vy, vz) ? 1 : 2);
        double share = gentle && change > most ? most / change : 1;
        velocity[0] += ax * share;
        velocity[1] += ay * share;
        velocity[2] += az * share;
        // A positive target velocity of a Bullet translation motor moves towards smaller coordinates.
        palmMotor.set(
                MotorParam.TargetVelocity,
                BulletWorld.scaled(velocity[0], velocity[1], velocity[2]).negateLocal());
    }

    private boolean speedsUp(double vx, double vy, double vz) {
        return vx * vx + vy * vy + vz * vz
                > velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2];
    }

    /** Starts closing or opening the fingers until something or their limits stop them. */
    void driveFingers(boolean close, double force) {
        forceNewtons = Math.min(force, MAX_FORCE_NEWTONS);
        float speed = (float) ((close ? FINGER_SPEED : -FINGER_SPEED) * BulletWorld.SCALE);
        leftSlide.set(MotorParam.TargetVelocity, Y, speed);
        rightSlide.set(MotorParam.TargetVelocity, Y, -speed);
        trimFingerForces();
    }

    /** Limits how far the fingers open or close, metres between the pads. */
    void limitOpening(double minMeters, double maxMeters) {
        limit(leftSlide, minMeters / 2 + FINGER_HALF_THICKNESS, maxMeters / 2 + FINGER_HALF_THICKNESS);
        limit(rightSlide, -maxMeters / 2 - FINGER_HALF_THICKNESS, -minMeters / 2 - FINGER_HALF_THICKNESS);
    }

    /** Distance between the pads, metres; 0 is fully closed. */
    double opening() {
        return Math.max(0, fingerOffset(left) - fingerOffset(right) - 2 * FINGER_HALF_THICKNESS);
    }

    /** Position of the point between the tips; a new array. */
    double[] tip() {
        palm.getPhysicsLocation(location);
        return new double[] {
            location.x / BulletWorld.SCALE,
            location.y / BulletWorld.SCALE,
            location.z / BulletWorld.SCALE - FINGER_LENGTH - PALM_HALF_Z
        };
    }

    double yawRadians() {
        return yawRadians;
    }

    /** Offset of a finger's centre along the palm's y axis, metres. */
    double leftOffset() {
        return fingerOffset(left);
    }

    /** Offset of a finger's centre along the palm's y axis, metres (negative). */
    double rightOffset() {
        return fingerOffset(right);
    }

    private double fingerOffset(PhysicsRigidBody finger) {
        palm.getPhysicsLocation(location);
        finger.getPhysicsLocation(scratch).subtractLocal(location);
        return (-Math.sin(yawRadians) * scratch.x + Math.cos(yawRadians) * scratch.y) / BulletWorld.SCALE;
    }

    /** Weakens the finger that is ahead, so that the pair stays centred under the palm. */
    private void trimFingerForces() {
        double asymmetry = (fingerOffset(left) + fingerOffset(right)) / 2;
        double trim = Math.max(-MAX_TRIM, Math.min(MAX_TRIM, asymmetry * TRIM_PER_METER));
        leftSlide.set(
                MotorParam.MaxMotorForce, Y, (float) (forceNewtons * (1 + Math.min(0, trim)) * BulletWorld.SCALE));
        rightSlide.set(
                MotorParam.MaxMotorForce, Y, (float) (forceNewtons * (1 - Math.max(0, trim)) * BulletWorld.SCALE));
    }

    private void turnTo(double yaw) {
        double turn = Math.IEEEremainder(yaw - yawRadians, 2 * Math.PI);
        if (Math.abs(turn) < 1e-7) {
            return;
        }
        double leftOffset = fingerOffset(left);
        double rightOffset = fingerOffset(right);
        yawRadians += turn;
        Quaternion rotation = new Quaternion().fromAngles(0, 0, (float) yawRadians);
        palm.setPhysicsRotation(rotation);
        swing(left, leftOffset, rotation);
        swing(right, rightOffset, rotation);
    }

    private void swing(PhysicsRigidBody finger, double offset, Quaternion rotation) {
        palm.getPhysicsLocation(location);
        finger.getPhysicsLocation(scratch);
        scratch.x = location.x - (float) (Math.sin(yawRadians) * offset * BulletWorld.SCALE);
        scratch.y = location.y + (float) (Math.cos(yawRadians) * offset * BulletWorld.SCALE);
        finger.setPhysicsLocation(scratch);
        finger.setPhysicsRotation(rotation);
    }

    private static void limit(New6Dof slide, double low, double high) {
        slide.set(MotorParam.LowerLimit, Y, (float) low * BulletWorld.SCALE);
        slide.set(MotorParam.UpperLimit, Y, (float) high * BulletWorld.SCALE);
    }

    private static void put(PhysicsRigidBody body, Quaternion rotation, double x, double y, double z) {
        body.setPhysicsLocation(BulletWorld.scaled(x, y, z));
        body.setPhysicsRotation(rotation);
        body.setLinearVelocity(Vector3f.ZERO);
        body.setAngularVelocity(Vector3f.ZERO);
    }

    private static PhysicsRigidBody body(PhysicsSpace space, double halfX, double halfY, double halfZ, float mass) {
        PhysicsRigidBody body =
                new PhysicsRigidBody(new BoxCollisionShape(BulletWorld.scaled(halfX, halfY, halfZ)), mass);
        body.setFriction(1);
        body.setEnableSleep(false);
        body.setProtectGravity(true);
        body.setGravity(Vector3f.ZERO);
        body.setInverseInertiaLocal(Vector3f.ZERO);
        body.setAngularFactor(0);
        space.addCollisionObject(body);
        return body;
    }

    private TranslationMotor palmDrive(PhysicsSpace space) {
        New6Dof drive = new New6Dof(
                palm, Vector3f.ZERO, Vector3f.ZERO, Matrix3f.IDENTITY, Matrix3f.IDENTITY, RotationOrder.XYZ);
        freeRotation(drive);
        TranslationMotor motor = drive.getTranslationMotor();
        motor.set(MotorParam.LowerLimit, new Vector3f(1, 1, 1));
        motor.set(MotorParam.UpperLimit, new Vector3f(-1, -1, -1));
        for (int axis = 0; axis < 3; axis++) {
            motor.setMotorEnabled(axis, true);
        }
        motor.set(
                MotorParam.MaxMotorForce,
                new Vector3f(HORIZONTAL_LIMIT_NEWTONS, HORIZONTAL_LIMIT_NEWTONS, VERTICAL_LIMIT_NEWTONS)
                        .multLocal(BulletWorld.SCALE));
        space.addJoint(drive);
        return motor;
    }

    private New6Dof slide(PhysicsSpace space, PhysicsRigidBody finger, int side) {
        New6Dof slide = new New6Dof(
                palm,
                finger,
                BulletWorld.scaled(0, 0, -PALM_HALF_Z - FINGER_LENGTH / 2),
                Vector3f.ZERO,
                Matrix3f.IDENTITY,
                Matrix3f.IDENTITY,
                RotationOrder.XYZ);
        slide.setCollisionBetweenLinkedBodies(false);
        freeRotation(slide);
        double near = side * FINGER_HALF_THICKNESS;
        double far = side * (FINGER_HALF_THICKNESS + MAX_OPENING / 2);
        limit(slide, Math.min(near, far), Math.max(near, far));
        slide.getTranslationMotor().setMotorEnabled(Y, true);
        space.addJoint(slide);
        return slide;
    }

    private static void freeRotation(New6Dof joint) {
        for (int axis = 3; axis < 6; axis++) {
            joint.set(MotorParam.LowerLimit, axis, 1);
            joint.set(MotorParam.UpperLimit, axis, -1);
        }
    }
}
