package armfarm.episodes.tfrecord;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.tfrecord.wire.Example;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An attempt as one example: each feature of the steps is a list over the steps, as TensorFlow Datasets flattens them. */
final class RldsEpisode {
    static final String IMAGE = "steps/observation/image";
    static final String DEPTH = "steps/observation/depth";
    static final String IMAGE_SIZE = "episode_metadata/image_size";
    static final String INSTRUCTION = "grasp an object from the bin";

    private RldsEpisode() {}

    static Example of(ExportItem item) {
        FeatureMap features = new FeatureMap();
        addSteps(features, item);
        addMetadata(features, item);
        return Example.newBuilder().setFeatures(features.build()).build();
    }

    private static void addSteps(FeatureMap features, ExportItem item) {
        List<FrameCaptured> frames = item.steps();
        int n = frames.size();
        List<ByteString> images = new ArrayList<>();
        List<ByteString> instructions = new ArrayList<>();
        double[] states = new double[7 * n];
        double[] actions = new double[5 * n];
        double[] seconds = new double[n];
        double[] rewards = new double[n];
        double[] discounts = new double[n];
        long[] first = new long[n];
        long[] last = new long[n];
        for (int i = 0; i < n; i++) {
            GraspStep step = frames.get(i).step().orElseThrow();
            images.add(ByteString.copyFrom(frames.get(i).image().bytes()));
            instructions.add(ByteString.copyFromUtf8(INSTRUCTION));
            System.arraycopy(FeatureMap.numbers(step.gripperInBase()), 0, states, 7 * i, 7);
            System.arraycopy(numbers(step.decision().command()), 0, actions, 5 * i, 5);
            seconds[i] = Duration.between(frames.get(0).stamp(), frames.get(i).stamp())
                            .toNanos()
                    / 1e9;
            first[i] = i == 0 ? 1 : 0;
            last[i] = i + 1 == n ? 1 : 0;
            rewards[i] = i + 1 == n && item.success() ? 1 : 0;
            discounts[i] = i + 1 == n ? 0 : 1;
        }
        addDepth(features, frames);
        features.bytes(IMAGE, images)
                .floats("steps/observation/state", states)
                .floats("steps/observation/elapsed_seconds", seconds)
                .floats("steps/action", actions)
                .floats("steps/reward", rewards)
                .floats("steps/discount", discounts)
                .integers("steps/is_first", first)
                .integers("steps/is_last", last)
                .integers("steps/is_terminal", last)
                .bytes("steps/language_instruction", instructions);
    }

    /** A list over the steps has no place for a step without: depth is of all steps, or of none. */
    private static void addDepth(FeatureMap features, List<FrameCaptured> frames) {
        List<ByteString> depth = frames.stream()
                .flatMap(frame -> frame.depth().stream())
                .map(png -> ByteString.copyFrom(png.bytes()))
                .toList();
        if (depth.size() == frames.size()) {
            features.bytes(DEPTH, depth);
        }
    }

    private static double[] numbers(MotorCommand command) {
        return new double[] {
            command.dxMeters(), command.dyMeters(), command.dzMeters(), command.sinYaw(), command.cosYaw()
        };
    }

    private static void addMetadata(FeatureMap features, ExportItem item) {
        AttemptStarted started = item.attempt().started();
        CameraInfo camera = started.camera();
        PolicyDecision decision = item.steps().get(0).step().orElseThrow().decision();
        features.text("episode_metadata/attempt", item.attempt().id().toString())
                .integers("episode_metadata/success", item.success() ? 1 : 0)
                .text(
                        "episode_metadata/label_source",
                        item.member().label().source().name().toLowerCase(Locale.ROOT))
                .floats("episode_metadata/confidence", item.member().label().confidence())
                .text("episode_metadata/object", item.member().objectId())
                .text("episode_metadata/arm", started.arm().name())
                .text("episode_metadata/scene", started.sceneId())
                .text("episode_metadata/started_at", started.startedAt().toString())
                .text(
                        "episode_metadata/model",
                        decision.model().map(model -> model.name()).orElse(""))
                .floats(
                        "episode_metadata/predicted_probability",
                        decision.predictedProbability().orElse(Double.NaN))
                .text("episode_metadata/purpose", item.purpose())
                .text("episode_metadata/object_set", item.objectSet())
                .integers("episode_metadata/exploration", item.exploration() ? 1 : 0)
                .text("episode_metadata/policy", item.policy())
                .integers(IMAGE_SIZE, camera.heightPixels(), camera.widthPixels())
                .floats(
                        "episode_metadata/camera_intrinsics",
                        camera.fxPixels(),
                        camera.fyPixels(),
                        camera.cxPixels(),
                        camera.cyPixels())
                .pose("episode_metadata/camera_in_base", camera.cameraInBase());
    }
}
