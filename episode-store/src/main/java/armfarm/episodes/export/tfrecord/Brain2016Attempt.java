package armfarm.episodes.export.tfrecord;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.tfrecord.wire.SequenceExample;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.Pose;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An attempt with the keys of the 2016 Google Brain grasping data, as a SequenceExample: its context is where an Example has its
 * features, so readers of both kinds take it.
 *
 * <p>Source: the data's own readers, jhu-lcsr/costar_plan costar_hyper/grasp_dataset.py.
 */
final class Brain2016Attempt {
    static final String FIRST_IMAGE = "pregrasp/image/encoded";

    private static final String POSE = "/transforms/base_T_endeffector/vec_quat_7";

    private Brain2016Attempt() {}

    static SequenceExample of(ExportItem item, OptionalDouble openGripperMeters) {
        List<FrameCaptured> steps = item.steps();
        FeatureMap features = new FeatureMap();
        features.text("num_grasp_steps", Integer.toString(steps.size()))
                .text("robot/name", item.attempt().started().arm().name())
                .text("attempt", item.attempt().id().toString());
        addCamera(features, item.attempt().started().camera());
        byte[] clearView = steps.get(0).image().bytes();
        features.image(FIRST_IMAGE, clearView)
                .image("grasp/image/encoded", clearView)
                .pose("approach" + POSE, steps.get(0).step().orElseThrow().gripperInBase());
        for (int i = 0; i < steps.size(); i++) {
            addStep(features, "grasp/" + i, steps.get(i));
        }
        item.first(FrameKind.LIFTED)
                .ifPresent(
                        f -> features.image("present/image/encoded", f.image().bytes()));
        item.first(FrameKind.DROPPED)
                .ifPresent(
                        f -> features.image("post_drop/image/encoded", f.image().bytes()));
        OptionalDouble opening = item.attempt().ended().gripperOpeningMeters();
        if (opening.isPresent()) {
            features.floats("gripper/opening_meters", opening.getAsDouble());
            if (openGripperMeters.isPresent()) {
                double share = opening.getAsDouble() / openGripperMeters.getAsDouble();
                features.floats("gripper/status", Math.max(0, Math.min(1, share)));
            }
        }
        features.floats("grasp_success", item.success() ? 1 : 0);
        return SequenceExample.newBuilder().setContext(features.build()).build();
    }

    /** Intrinsics are transposed, as in the original: the principal point is in the last row. */
    private static void addCamera(FeatureMap features, CameraInfo camera) {
        features.floats(
                "camera/intrinsics/matrix33",
                camera.fxPixels(),
                0,
                0,
                0,
                camera.fyPixels(),
                0,
                camera.cxPixels(),
                camera.cyPixels(),
                1);
        features.floats(
                "camera/transforms/camera_T_base/matrix44",
                matrix44(camera.cameraInBase().inverse()));
    }

    /** Row by row, with the translation in the last column. */
    private static double[] matrix44(Pose pose) {
        double[] x = pose.rotate(1, 0, 0);
        double[] y = pose.rotate(0, 1, 0);
        double[] z = pose.rotate(0, 0, 1);
        return new double[] {
            x[0],
            y[0],
            z[0],
            pose.xMeters(),
            x[1],
            y[1],
            z[1],
            pose.yMeters(),
            x[2],
            y[2],
            z[2],
            pose.zMeters(),
            0,
            0,
            0,
            1
        };
    }

    private static void addStep(FeatureMap features, String prefix, FrameCaptured frame) {
        GraspStep step = frame.step().orElseThrow();
        MotorCommand toNext = MotorCommand.between(step.gripperInBase(), step.commandedInBase());
        features.image(prefix + "/image/encoded", frame.image().bytes())
                .pose(prefix + "/commanded_pose" + POSE, step.commandedInBase())
                .floats(
                        prefix + "/params",
                        toNext.dxMeters(),
                        toNext.dyMeters(),
                        toNext.dzMeters(),
                        toNext.sinYaw(),
                        toNext.cosYaw());
        step.reachedInBase().ifPresent(reached -> features.pose(prefix + "/reached_pose" + POSE, reached));
    }
}
