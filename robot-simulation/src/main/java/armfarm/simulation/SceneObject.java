package armfarm.simulation;

import com.jme3.bullet.objects.PhysicsRigidBody;
import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;

/** An object in the bin: what it is and its body. Confined to the scene's thread. */
final class SceneObject {
    private final ObjectSpec spec;
    private final PhysicsRigidBody body;
    private final Vector3f location = new Vector3f();
    private final Quaternion rotation = new Quaternion();

    SceneObject(ObjectSpec spec, PhysicsRigidBody body) {
        this.spec = spec;
        this.body = body;
    }

    ObjectSpec spec() {
        return spec;
    }

    PhysicsRigidBody body() {
        return body;
    }

    boolean awake() {
        return body.isActive();
    }

    /** Centre of mass, metres, valid until the next call. */
    Vector3f location() {
        body.getPhysicsLocation(location);
        return location.divideLocal(BulletWorld.SCALE);
    }

    /** Valid until the next call. */
    Quaternion rotation() {
        return body.getPhysicsRotation(rotation);
    }

    boolean escaped() {
        Vector3f at = location();
        return Math.abs(at.x) > Bin.ESCAPED_BEYOND || Math.abs(at.y) > Bin.ESCAPED_BEYOND || at.z < -0.02 || at.z > 1;
    }

    void dropFrom(double x, double y, double z) {
        body.setPhysicsLocation(BulletWorld.scaled(x, y, z));
        stop();
        body.activate(true);
    }

    void stop() {
        body.setLinearVelocity(Vector3f.ZERO);
        body.setAngularVelocity(Vector3f.ZERO);
    }
}
