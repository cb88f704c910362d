package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.policy.FeatureSpec;
import java.util.List;

/** From an image and grasps to what {@link FeatureSpec} describes. Training and serving share it. Immutable. */
public final class GraspPreprocessor {
    private final FeatureSpec spec;
    private final float[] normalised = new float[256];

    public GraspPreprocessor(FeatureSpec spec) {
        this.spec = spec;
        for (int i = 0; i < normalised.length; i++) {
            normalised[i] = (float) ((i - spec.pixelMean()) / spec.pixelScale());
        }
    }

    public FeatureSpec spec() {
        return spec;
    }

    /** All grasps on one image, without augmentation. */
    public FeatureBatch batch(RgbImage image, CameraInfo camera, List<Pose> graspsInBase) {
        FeatureBatch batch = new FeatureBatch(spec, graspsInBase.size());
        CommandCrop cutter = new CommandCrop(spec, image, camera);
        byte[] crop = new byte[spec.cropSize()];
        for (int i = 0; i < graspsInBase.size(); i++) {
            Pose grasp = graspsInBase.get(i);
            cutter.write(grasp, crop, 0);
            put(batch, i, crop, command(camera, grasp));
        }
        return batch;
    }

    /** Fills one row of the batch. */
    public void put(FeatureBatch batch, int index, byte[] crop, float[] command) {
        int offset = index * crop.length;
        float[] crops = batch.crops();
        for (int i = 0; i < crop.length; i++) {
            crops[offset + i] = normalised[crop[i] & 0xff];
        }
        System.arraycopy(command, 0, batch.commands(), index * command.length, command.length);
    }

    /** @return uint8 [3, P, P] RGB planes around the grasp */
    public byte[] crop(RgbImage image, CameraInfo camera, Pose graspInBase) {
        byte[] crop = new byte[spec.cropSize()];
        new CommandCrop(spec, image, camera).write(graspInBase, crop, 0);
        return crop;
    }

    /** @return float32 [5]: height, position along the closing axis and x, direction to the camera along the same */
    public float[] command(CameraInfo camera, Pose graspInBase) {
        double yaw = graspInBase.yawRadians();
        double cos = Math.cos(yaw);
        double sin = Math.sin(yaw);
        double x = (graspInBase.xMeters() - spec.centerXMeters()) / spec.positionScaleMeters();
        double y = (graspInBase.yMeters() - spec.centerYMeters()) / spec.positionScaleMeters();
        double toCameraX = camera.cameraInBase().xMeters() - graspInBase.xMeters();
        double toCameraY = camera.cameraInBase().yMeters() - graspInBase.yMeters();
        // A choice: a camera right above has no direction, and gets zeros.
        double distance = Math.max(Math.hypot(toCameraX, toCameraY), 1e-9);
        return new float[] {
            (float) ((graspInBase.zMeters() - spec.centerZMeters()) / spec.halfZMeters()),
            (float) (x * sin - y * cos),
            (float) (x * cos + y * sin),
            (float) ((toCameraX * sin - toCameraY * cos) / distance),
            (float) ((toCameraX * cos + toCameraY * sin) / distance)
        };
    }
}
