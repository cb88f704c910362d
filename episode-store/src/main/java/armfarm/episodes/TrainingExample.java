package armfarm.episodes;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.CameraInfo;
import armfarm.messages.FailureCause;
import armfarm.messages.ModelVersion;
import armfarm.messages.Pose;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One attempt as the trainer sees it; the image is read separately.
 *
 * @param ordinal grows in the order of storing; the same attempt has the same ordinal in every set
 * @param graspInBase pose the last step was sent to
 * @param gripperInBase where the gripper was when the image of step 0 was taken
 * @param image of step 0
 * @param model the model that chose; empty for a random choice
 * @param exploration a random choice made although a model was at hand
 * @param openingMeters between the fingers, as recorded last; empty if it was not
 * @param causeIfFailed the cause that the attempt has if it counts as a failure; empty if too little is known
 * @param source where the attempt comes from
 * @param depth of step 0, a PNG as {@code DepthCodec} makes it; empty without a depth camera
 */
public record TrainingExample(
        long ordinal,
        AttemptId attempt,
        boolean success,
        Pose graspInBase,
        Pose gripperInBase,
        CameraInfo camera,
        ImageRef image,
        Optional<ModelVersion> model,
        boolean exploration,
        Split split,
        OptionalDouble openingMeters,
        Optional<FailureCause> causeIfFailed,
        AttemptSource source,
        Optional<ImageRef> depth) {}
