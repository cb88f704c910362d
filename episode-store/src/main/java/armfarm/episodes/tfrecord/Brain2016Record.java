package armfarm.episodes.tfrecord;

import armfarm.episodes.imports.AttemptAssembly;
import armfarm.episodes.imports.ImportSettings;
import armfarm.episodes.imports.UnusableRecord;
import armfarm.messages.AttemptId;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One record as an attempt. The pose at an image is what the step before reached; the command, where the record does not tell
 * it, is the motion from there to the last commanded pose. The data has no times: its images were taken at about 1 Hz, so
 * each is a second after the one before. Used once.
 */
final class Brain2016Record {
    private static final Duration IMAGE_PERIOD = Duration.ofSeconds(1);

    /** Views that belong to no step, in the order of time before and after the steps. */
    private static final List<String> BEFORE = List.of(Brain2016Keys.CLEAR_VIEW, Brain2016Keys.CLEAR_VIEW_TOO);

    private static final List<String> AFTER = List.of("gripper/image/encoded", "post_grasp/image/encoded");

    private final FeatureReader features;
    private final ImportSettings settings;
    private final AttemptAssembly attempt;

    /** @param contentSha256 of the record's bytes: its identity, where it does not say which attempt it is */
    Brain2016Record(FeatureReader features, String contentSha256, ImportSettings settings) throws UnusableRecord {
        this.features = features;
        this.settings = settings;
        Optional<AttemptId> known = knownId();
        attempt = new AttemptAssembly(
                known.orElseGet(() -> AttemptId.ofContent(contentSha256, AttemptAssembly.UNKNOWN_TIME)),
                settings.armNamed(features.text(Brain2016Keys.ROBOT)),
                known.flatMap(AttemptId::time).orElse(AttemptAssembly.UNKNOWN_TIME));
    }

    private Optional<AttemptId> knownId() throws UnusableRecord {
        try {
            return features.text(Brain2016Keys.ATTEMPT).map(AttemptId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // another farm's word for something else
        }
    }

    /**
     * @param number of the record in its file
     * @param sceneId names where it comes from
     */
    GraspAttempt attempt(long number, String sceneId) throws UnusableRecord {
        Outcome outcome = outcome();
        addViewsBefore();
        addSteps();
        for (String name : AFTER) {
            addIfThere(name, FrameKind.VIEW);
        }
        addIfThere(Brain2016Keys.LIFTED, FrameKind.LIFTED);
        addIfThere(Brain2016Keys.DROPPED, FrameKind.DROPPED);
        OptionalDouble opening = openingMeters();
        opening.ifPresent(attempt::openingMeters);
        attempt.objectSet(features.text(Brain2016Keys.OBJECT_SET));
        // An import has a purpose of its own, and what chose is in whether there is a model, which this format has no
        // key for.
        features.text(Brain2016Keys.PURPOSE);
        features.text(Brain2016Keys.POLICY);
        return attempt.build(number, sceneId, camera(), outcome, 1, settings.softwareVersion());
    }

    private Outcome outcome() throws UnusableRecord {
        double success = features.number(Brain2016Keys.SUCCESS)
                .orElseThrow(() -> FeatureReader.missing(Brain2016Keys.SUCCESS, "float [1] of 1 or 0"));
        if (success != 0 && success != 1) {
            throw new UnusableRecord(Brain2016Keys.SUCCESS + " is neither 1 nor 0");
        }
        return success == 1 ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    /** The clear view is kept where it is another image than the first step's. */
    private void addViewsBefore() throws UnusableRecord {
        List<byte[]> known = new ArrayList<>();
        features.bytes(Brain2016Keys.image(0)).ifPresent(known::add);
        for (String name : BEFORE) {
            Optional<byte[]> image = features.bytes(name);
            if (image.isPresent() && known.stream().noneMatch(other -> Arrays.equals(other, image.get()))) {
                attempt.image(FrameKind.VIEW, image.get(), name, sinceStart());
                known.add(image.get());
            }
        }
    }

    private void addSteps() throws UnusableRecord {
        int steps = stepCount();
        boolean exploration = features.number(Brain2016Keys.EXPLORATION)
                .filter(flag -> flag == 1)
                .isPresent();
        Pose gripperInBase = features.pose(Brain2016Keys.APPROACH_POSE)
                .orElseThrow(() -> FeatureReader.missing(Brain2016Keys.APPROACH_POSE, "float [7]"));
        Pose graspInBase = commandedInBase(steps - 1);
        for (int i = 0; i < steps; i++) {
            gripperInBase = features.pose(Brain2016Keys.gripperInBase(i)).orElse(gripperInBase);
            Pose commandedInBase = commandedInBase(i);
            Optional<Pose> reachedInBase = features.pose(Brain2016Keys.reachedPose(i));
            features.floats(Brain2016Keys.params(i), 5); // the poses say it too
            PolicyDecision decision = new PolicyDecision(
                    Optional.empty(),
                    exploration,
                    OptionalLong.empty(),
                    command(i, gripperInBase, graspInBase),
                    OptionalDouble.empty(),
                    Optional.empty());
            String name = Brain2016Keys.image(i);
            attempt.step(
                    features.bytes(name).orElseThrow(() -> FeatureReader.missing(name, "an encoded image")),
                    name,
                    sinceStart(),
                    new GraspStep(i, gripperInBase, commandedInBase, reachedInBase, decision));
            gripperInBase = reachedInBase.orElse(commandedInBase);
        }
    }

    /** As many as there are images; at least as many as the record says, and one. */
    private int stepCount() throws UnusableRecord {
        int images = 0;
        while (features.has(Brain2016Keys.image(images))) {
            images++;
        }
        Optional<String> said = features.text(Brain2016Keys.STEP_COUNT).map(String::strip);
        int expected = 1;
        if (said.isPresent()) {
            if (!said.get().matches("[0-9]{1,4}")) {
                throw new UnusableRecord(Brain2016Keys.STEP_COUNT + " is no number in text");
            }
            expected = Math.max(1, Integer.parseInt(said.get()));
        }
        if (images < expected) {
            throw FeatureReader.missing(
                    Brain2016Keys.image(images), "images of the " + expected + " steps that the record says it has");
        }
        return images;
    }

    private Pose commandedInBase(int step) throws UnusableRecord {
        String name = Brain2016Keys.commandedPose(step);
        Optional<Pose> commanded = features.pose(name);
        return commanded.isPresent()
                ? commanded.get()
                : features.pose(Brain2016Keys.reachedPose(step))
                        .orElseThrow(() -> FeatureReader.missing(name, "float [7], or the pose that was reached"));
    }

    private MotorCommand command(int step, Pose gripperInBase, Pose graspInBase) throws UnusableRecord {
        String name = Brain2016Keys.command(step);
        Optional<double[]> known = features.floats(name, 5);
        return known.isPresent()
                ? AttemptAssembly.command(known.get(), name)
                : MotorCommand.between(gripperInBase, graspInBase);
    }

    private void addIfThere(String name, FrameKind kind) throws UnusableRecord {
        Optional<byte[]> image = features.bytes(name);
        if (image.isPresent()) {
            attempt.image(kind, image.get(), name, sinceStart());
        }
    }

    private Duration sinceStart() {
        return IMAGE_PERIOD.multipliedBy(attempt.frameCount());
    }

    private OptionalDouble openingMeters() throws UnusableRecord {
        Optional<Double> meters = features.number(Brain2016Keys.OPENING);
        if (meters.isPresent()) {
            features.number(Brain2016Keys.GRIPPER_SHARE); // the same once more
            return OptionalDouble.of(meters.get());
        }
        if (settings.openGripperMeters().isEmpty()) {
            return OptionalDouble.empty();
        }
        Optional<Double> share = features.number(Brain2016Keys.GRIPPER_SHARE);
        return share.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(share.get() * settings.openGripperMeters().getAsDouble());
    }

    private CameraInfo camera() throws UnusableRecord {
        Optional<Brain2016Camera.Intrinsics> intrinsics = Brain2016Camera.intrinsics(features);
        Pose cameraInBase = Brain2016Camera.cameraInBase(features).orElse(Pose.IDENTITY);
        return intrinsics
                .map(known -> attempt.camera(
                        known.fxPixels(), known.fyPixels(), known.cxPixels(), known.cyPixels(), cameraInBase))
                .orElseGet(() -> attempt.camera(0, 0, 0, 0, cameraInBase));
    }
}
