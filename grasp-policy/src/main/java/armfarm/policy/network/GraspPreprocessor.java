package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.policy.FeatureSpec;
import armfarm.policy.SceneView;
import java.util.List;
import java.util.Optional;

/** From what a camera saw and grasps to what {@link FeatureSpec} describes. Training and serving share it. Immutable. */
public final class GraspPreprocessor {
    private final FeatureSpec spec;
    /** float32 [channels][level]: what the network is fed. */
    private final float[][] normalised;

    public GraspPreprocessor(FeatureSpec spec) {
        this.spec = spec;
        this.normalised = new float[spec.channels()][256];
        for (int channel = 0; channel < normalised.length; channel++) {
            for (int i = 0; i < normalised[channel].length; i++) {
                normalised[channel][i] = (float)
                        (channel < FeatureSpec.COLORS
                                ? (i - spec.pixelMean()) / spec.pixelScale()
                                : spec.height().value(i));
            }
        }
    }

    public FeatureSpec spec() {
        return spec;
    }

    /**
     * What many grasps in one scene share, computed once.
     *
     * @throws FarmException (DEVICE) if the network sees depth and there is none, or nothing but gaps in it
     */
    public Scene scene(SceneView view) {
        Scene scene = new Scene(view);
        if (scene.heights.filter(HeightMap::isEmpty).isPresent()) {
            throw new FarmException(
                    ErrorCode.DEVICE,
                    "Depth of " + view.depth().orElseThrow()
                            + " holds nothing within reach of the grasp space, expected"
                            + " the bin: check depth camera and calibration, or set learning.input to rgb");
        }
        return scene;
    }

    /** A camera's view, ready for grasps. Thread-safe. */
    public final class Scene {
        private final CameraInfo camera;
        private final CommandCrop colors;
        private final Optional<HeightMap> heights;

        private Scene(SceneView view) {
            this.camera = view.camera();
            this.colors = new CommandCrop(spec, view.image(), camera);
            this.heights = spec.height() == null
                    ? Optional.empty()
                    : Optional.of(new HeightMap(spec, view.depth().orElseThrow(GraspPreprocessor::noDepth), camera));
        }

        /** All grasps, without augmentation. */
        public FeatureBatch batch(List<Pose> graspsInBase) {
            FeatureBatch batch = new FeatureBatch(spec, graspsInBase.size());
            byte[] crop = new byte[spec.cropSize()];
            for (int i = 0; i < graspsInBase.size(); i++) {
                Pose grasp = graspsInBase.get(i);
                write(grasp, crop);
                put(batch, i, crop, command(camera, grasp));
            }
            return batch;
        }

        private void write(Pose graspInBase, byte[] crop) {
            colors.write(graspInBase, crop, 0);
            heights.ifPresent(map -> map.write(graspInBase, crop, FeatureSpec.COLORS * spec.planeSize()));
        }
    }

    private static FarmException noDepth() {
        return new FarmException(
                ErrorCode.DEVICE,
                "The image came without depth, and the network sees depth (learning.input is rgbd): check the depth"
                        + " camera, or set learning.input to rgb");
    }

    /** Fills one row of the batch. */
    public void put(FeatureBatch batch, int index, byte[] crop, float[] command) {
        int offset = index * crop.length;
        float[] crops = batch.crops();
        int from = 0;
        for (float[] values : normalised) {
            for (int end = from + spec.planeSize(); from < end; from++) {
                crops[offset + from] = values[crop[from] & 0xff];
            }
        }
        System.arraycopy(command, 0, batch.commands(), index * command.length, command.length);
    }

    /** @return uint8 [channels, P, P] planes around the grasp; where a depth camera saw nothing at all, the lowest level */
    public byte[] crop(SceneView view, Pose graspInBase) {
        byte[] crop = new byte[spec.cropSize()];
        new Scene(view).write(graspInBase, crop);
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
