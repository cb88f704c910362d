package armfarm.cli.bags;

import armfarm.controller.base.SoftwareVersion;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.LabelSource;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Chooses the frames of one attempt of a recording.
 *
 * <p>The grasp is where the gripper begins to close, or, without a gripper topic, where the gripper is lowest. Images up
 * to then, evenly spread, are the steps, each with the command from where the gripper was to the pose of the grasp; the
 * last image after it is kept as a view. Without poses there are no steps, and all images chosen are views.
 */
final class MappedFrames {
    /** A pose that is older does not say where the gripper was when the image was taken. */
    private static final Duration MAX_POSE_AGE = Duration.ofMillis(500);

    /** Of the way from open to closed. */
    private static final double CLOSING_SHARE = 0.1;

    /** A gripper that moves less has not closed. */
    private static final double MIN_CLOSING_METERS = 0.002;

    private final AttemptId id;
    private final ArmId arm;
    private final List<Samples.Sample<MappedAttempts.TimedImage>> images;
    private final Samples<Pose> poses;
    private final Samples<Double> openings;
    private final int steps;
    private final List<FrameCaptured> frames = new ArrayList<>();

    MappedFrames(
            AttemptId id,
            ArmId arm,
            Samples<MappedAttempts.TimedImage> images,
            Samples<Pose> poses,
            Samples<Double> openings,
            int steps) {
        this.id = id;
        this.arm = arm;
        this.images = images.all();
        this.poses = poses;
        this.openings = openings;
        this.steps = steps;
    }

    /** @throws Unusable if there is no image before the grasp, or no pose at an image */
    GraspAttempt attempt(long number, String sceneId, CameraInfo camera, Outcome outcome, Instant endedAt)
            throws Unusable {
        chooseFrames();
        Instant startedAt = images.get(0).value().receivedAt();
        Duration robotTime = Duration.between(
                images.get(0).stamp(), images.get(images.size() - 1).stamp());
        return new GraspAttempt(
                new AttemptStarted(
                        id,
                        arm,
                        number,
                        startedAt,
                        Purpose.IMPORT,
                        ObjectSet.TRAINING,
                        sceneId,
                        camera,
                        SoftwareVersion.CURRENT),
                frames,
                new AttemptEnded(
                        id,
                        arm,
                        frames.size() + 1,
                        endedAt,
                        List.of(new OutcomeLabel(LabelSource.RECORDING, outcome, 1)),
                        Optional.empty(),
                        lastOpening(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        robotTime.isNegative() ? Duration.ZERO : robotTime));
    }

    private void chooseFrames() throws Unusable {
        if (poses.isEmpty()) {
            spread(images, steps).forEach(image -> add(image, FrameKind.VIEW, Optional.empty()));
            return;
        }
        Instant graspStamp = graspStamp();
        Pose graspInBase = poseAt(graspStamp);
        List<Samples.Sample<MappedAttempts.TimedImage>> before = images.stream()
                .filter(image -> !image.stamp().isAfter(graspStamp))
                .toList();
        if (before.isEmpty()) {
            throw new Unusable("no image before the grasp");
        }
        addSteps(spread(before, steps), graspInBase);
        if (before.size() < images.size()) {
            add(images.get(images.size() - 1), FrameKind.VIEW, Optional.empty());
        }
    }

    private void addSteps(List<Samples.Sample<MappedAttempts.TimedImage>> chosen, Pose graspInBase) throws Unusable {
        for (int i = 0; i < chosen.size(); i++) {
            Pose gripperInBase = poseAt(chosen.get(i).stamp());
            boolean last = i + 1 == chosen.size();
            Pose nextInBase = last ? graspInBase : poseAt(chosen.get(i + 1).stamp());
            GraspStep step = new GraspStep(
                    i,
                    gripperInBase,
                    nextInBase,
                    Optional.of(nextInBase),
                    new PolicyDecision(
                            Optional.empty(),
                            false,
                            OptionalLong.empty(),
                            MotorCommand.between(gripperInBase, graspInBase),
                            OptionalDouble.empty(),
                            Optional.empty()));
            add(chosen.get(i), FrameKind.STEP, Optional.of(step));
        }
    }

    private void add(Samples.Sample<MappedAttempts.TimedImage> image, FrameKind kind, Optional<GraspStep> step) {
        frames.add(new FrameCaptured(
                id,
                arm,
                frames.size() + 1,
                kind,
                image.value().image().stamp(),
                image.value().receivedAt(),
                image.value().image().encoded(),
                step));
    }

    private Instant graspStamp() {
        return closingStamp()
                .orElseGet(() -> poses.all().stream()
                        .min(Comparator.comparingDouble(sample -> sample.value().zMeters()))
                        .orElseThrow()
                        .stamp());
    }

    private Optional<Instant> closingStamp() {
        List<Samples.Sample<Double>> all = openings.all();
        double open = all.stream().mapToDouble(Samples.Sample::value).max().orElse(0);
        double closed = all.stream().mapToDouble(Samples.Sample::value).min().orElse(0);
        if (open - closed < MIN_CLOSING_METERS) {
            return Optional.empty();
        }
        double threshold = open - CLOSING_SHARE * (open - closed);
        Optional<Instant> lastOpen = Optional.empty();
        for (Samples.Sample<Double> sample : all) {
            if (sample.value() >= threshold) {
                lastOpen = Optional.of(sample.stamp());
            } else if (lastOpen.isPresent()) {
                return lastOpen;
            }
        }
        return Optional.empty(); // it only opened
    }

    private Pose poseAt(Instant stamp) throws Unusable {
        Optional<Samples.Sample<Pose>> pose = poses.at(stamp);
        Duration age =
                pose.map(sample -> Duration.between(sample.stamp(), stamp)).orElse(Duration.ofDays(1));
        if (age.compareTo(MAX_POSE_AGE) > 0) {
            throw new Unusable("no pose in the half second before an image or the grasp");
        }
        return pose.orElseThrow().value();
    }

    private OptionalDouble lastOpening() {
        return openings.all().stream()
                .reduce((earlier, later) -> later)
                .map(sample -> OptionalDouble.of(sample.value()))
                .orElse(OptionalDouble.empty());
    }

    /** So many of them, evenly spread, the first and the last included. */
    static <T> List<T> spread(List<T> all, int count) {
        if (count >= all.size()) {
            return all;
        }
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(all.get(count == 1 ? 0 : i * (all.size() - 1) / (count - 1)));
        }
        return chosen;
    }
}
