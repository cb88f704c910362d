package armfarm.episodes.tfrecord;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.tfrecord.wire.SequenceExample;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An attempt with the keys of the 2016 Google Brain grasping data, as a SequenceExample: its context is where an Example has its
 * features, so readers of both kinds take it.
 *
 * <p>Source: the data's own readers, jhu-lcsr/costar_plan costar_hyper/grasp_dataset.py.
 */
final class Brain2016Attempt {
    private Brain2016Attempt() {}

    static SequenceExample of(ExportItem item, OptionalDouble openGripperMeters) {
        List<FrameCaptured> steps = item.steps();
        FeatureMap features = new FeatureMap();
        features.text(Brain2016Keys.STEP_COUNT, Integer.toString(steps.size()))
                .text(Brain2016Keys.ROBOT, item.attempt().started().arm().name())
                .text(Brain2016Keys.ATTEMPT, item.attempt().id().toString());
        Brain2016Camera.write(item.attempt().started().camera(), features);
        byte[] clearView = steps.get(0).image().bytes();
        features.image(Brain2016Keys.CLEAR_VIEW, clearView)
                .image(Brain2016Keys.CLEAR_VIEW_TOO, clearView)
                .pose(
                        Brain2016Keys.APPROACH_POSE,
                        steps.get(0).step().orElseThrow().gripperInBase());
        for (int i = 0; i < steps.size(); i++) {
            addStep(features, i, steps.get(i));
        }
        item.first(FrameKind.LIFTED)
                .ifPresent(f -> features.image(Brain2016Keys.LIFTED, f.image().bytes()));
        item.first(FrameKind.DROPPED)
                .ifPresent(f -> features.image(Brain2016Keys.DROPPED, f.image().bytes()));
        OptionalDouble opening = item.attempt().ended().gripperOpeningMeters();
        if (opening.isPresent()) {
            features.floats(Brain2016Keys.OPENING, opening.getAsDouble());
            if (openGripperMeters.isPresent()) {
                double share = opening.getAsDouble() / openGripperMeters.getAsDouble();
                features.floats(Brain2016Keys.GRIPPER_SHARE, Math.max(0, Math.min(1, share)));
            }
        }
        features.text(Brain2016Keys.PURPOSE, item.purpose())
                .text(Brain2016Keys.OBJECT_SET, item.objectSet())
                .floats(Brain2016Keys.EXPLORATION, item.exploration() ? 1 : 0)
                .text(Brain2016Keys.POLICY, item.policy());
        features.floats(Brain2016Keys.SUCCESS, item.success() ? 1 : 0);
        return SequenceExample.newBuilder().setContext(features.build()).build();
    }

    private static void addStep(FeatureMap features, int i, FrameCaptured frame) {
        GraspStep step = frame.step().orElseThrow();
        features.image(Brain2016Keys.image(i), frame.image().bytes())
                .pose(Brain2016Keys.commandedPose(i), step.commandedInBase())
                .floats(
                        Brain2016Keys.params(i),
                        numbers(MotorCommand.between(step.gripperInBase(), step.commandedInBase())))
                .floats(Brain2016Keys.command(i), numbers(step.decision().command()))
                .pose(Brain2016Keys.gripperInBase(i), step.gripperInBase());
        step.reachedInBase().ifPresent(reached -> features.pose(Brain2016Keys.reachedPose(i), reached));
    }

    private static double[] numbers(MotorCommand command) {
        return new double[] {
            command.dxMeters(), command.dyMeters(), command.dzMeters(), command.sinYaw(), command.cosYaw()
        };
    }
}
