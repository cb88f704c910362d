package armfarm.simulation;

import armfarm.messages.DepthImage;
import armfarm.messages.RgbImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Draws a scene with gripper and arm into a {@link SimulatedCamera}. Confined to one thread. */
final class ScenePainter {
    private static final int PALM_RGB = 0x1C1C1E;
    private static final int FINGER_RGB = 0x22282C;
    private static final int LINK_RGB = 0xC8641E;
    private static final double[] LINK_RADII = {0.07, 0.06, 0.05, 0.035};

    private final SimulatedCamera camera;
    private final Map<String, Mesh> meshes = new HashMap<>();
    private final Mesh palm =
            Mesh.box(SimulatedGripper.PALM_HALF_X, SimulatedGripper.PALM_HALF_Y, SimulatedGripper.PALM_HALF_Z);
    private final Mesh finger = Mesh.box(
            SimulatedGripper.FINGER_HALF_WIDTH,
            SimulatedGripper.FINGER_HALF_THICKNESS,
            SimulatedGripper.FINGER_LENGTH / 2);
    private final Mesh[] links = new Mesh[LINK_RADII.length];
    private final Placement placement = new Placement();

    ScenePainter(SimulatedCamera camera) {
        this.camera = camera;
    }

    /** @param linkPointsInBin ends of the arm's links, base first, metres [links + 1][3] */
    RgbImage paint(List<SceneObject> objects, SimulatedGripper gripper, double[][] linkPointsInBin) {
        camera.begin();
        for (SceneObject object : objects) {
            Mesh mesh = meshes.computeIfAbsent(
                    object.spec().id(), id -> Mesh.of(object.spec().parts()));
            camera.draw(
                    mesh,
                    placement.of(object.location(), object.rotation()),
                    object.spec().rgb());
        }
        paintGripper(gripper);
        for (int i = 0; i < LINK_RADII.length; i++) {
            double[] from = linkPointsInBin[i];
            double[] to = linkPointsInBin[i + 1];
            if (links[i] == null) {
                links[i] = Mesh.cylinder(LINK_RADII[i], distance(from, to) / 2);
            }
            camera.draw(links[i], placement.between(from, to), LINK_RGB);
        }
        return camera.finish();
    }

    /** Of the picture that was painted last. @param noiseMeters as {@link SimulatedCamera#depth} takes it */
    DepthImage depth(DoubleSupplier noiseMeters) {
        return camera.depth(noiseMeters);
    }

    private void paintGripper(SimulatedGripper gripper) {
        double[] tip = gripper.tip();
        double yaw = gripper.yawRadians();
        double palmZ = tip[2] + SimulatedGripper.FINGER_LENGTH + SimulatedGripper.PALM_HALF_Z;
        camera.draw(palm, placement.yaw(yaw).at(tip[0], tip[1], palmZ), PALM_RGB);
        double fingerZ = tip[2] + SimulatedGripper.FINGER_LENGTH / 2;
        for (double offset : new double[] {gripper.leftOffset(), gripper.rightOffset()}) {
            double x = tip[0] - Math.sin(yaw) * offset;
            double y = tip[1] + Math.cos(yaw) * offset;
            camera.draw(finger, placement.yaw(yaw).at(x, y, fingerZ), FINGER_RGB);
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }
}
