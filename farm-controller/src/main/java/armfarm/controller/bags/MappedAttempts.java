package armfarm.controller.bags;

import armfarm.controller.imports.AttemptSink;
import armfarm.controller.imports.ImportTally;
import armfarm.drivers.bag.BagMessage;
import armfarm.drivers.kinematics.KinematicChain;
import armfarm.drivers.ros.messages.JointStateMessage;
import armfarm.drivers.ros.messages.PoseStamped;
import armfarm.messages.ArmId;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes attempts of a recording by the topics it is told: what lies between two outcomes is one attempt. They are stored
 * with purpose {@code IMPORT}; how the frames are chosen is in {@link MappedFrames}.
 */
final class MappedAttempts implements Conversion {
    private static final int MAX_SAMPLES = 100_000;

    /** Raw VGA images of 2 minutes at 1 Hz; more are thinned. */
    private static final int MAX_IMAGES = 120;

    private final Recording recording;
    private final ArmId arm;
    private final ImportOptions.Topics topics;
    private final String imageTopic;
    private final CameraMessages camera;
    private final AttemptSink sink;
    private final ImportTally tally;
    private Samples<TimedImage> images = new Samples<>(MAX_IMAGES);
    private Samples<Pose> poses = new Samples<>(MAX_SAMPLES);
    private Samples<Double> openings = new Samples<>(MAX_SAMPLES);
    private long attempts;

    /** An image and when it was recorded. */
    record TimedImage(RecordedImage image, Instant receivedAt) {}

    MappedAttempts(Recording recording, ImportOptions options, AttemptSink sink, ImportTally tally) {
        this.recording = recording;
        this.arm = options.arm().orElse(ImportOptions.DEFAULT_ARM);
        this.topics = options.topics();
        this.imageTopic = topics.images().get(0);
        this.camera = new CameraMessages(topics);
        this.sink = sink;
        this.tally = tally;
    }

    @Override
    public String kind() {
        return "mapped";
    }

    @Override
    public void accept(BagMessage message) throws Unusable {
        Optional<String> topic = Optional.of(message.connection().topic());
        if (topic.equals(Optional.of(imageTopic))) {
            if (!RecordedImage.isImage(message.connection().type())) {
                throw new Unusable("no images but " + message.connection().type());
            }
            RecordedImage image = RecordedImage.of(message);
            images.add(image.stamp(), new TimedImage(image, message.time()));
        } else if (topic.equals(topics.poseInBase())) {
            PoseStamped pose = RecordedImage.decode(PoseStamped.TYPE, message);
            poses.add(MappedTopics.stamp(message, pose.header().stamp()), CameraMessages.pose(pose));
        } else if (topic.equals(topics.joints().map(ImportOptions.Topics.Joints::topic))) {
            joints(message);
        } else if (topic.equals(topics.gripper())) {
            Samples.Sample<Double> opening = MappedTopics.opening(message);
            openings.add(opening.stamp(), opening.value());
        } else if (topic.equals(topics.outcome())) {
            finish(message);
        } else if (!camera.accept(message)) {
            tally.ignore();
        }
    }

    /** Messages about other joints than the arm's are nothing to it: some drivers tell of the gripper alone. */
    private void joints(BagMessage message) throws Unusable {
        JointStateMessage state = RecordedImage.decode(JointStateMessage.TYPE, message);
        KinematicChain chain = topics.joints().orElseThrow().chain();
        double[] positions = new double[chain.joints().size()];
        int found = 0;
        for (int i = 0; i < positions.length; i++) {
            int index = state.name().indexOf(chain.jointNames().get(i));
            if (index >= 0 && index < state.position().size()) {
                positions[i] = state.position().get(index);
                found++;
            }
        }
        if (found == 0) {
            tally.ignore();
        } else if (found < positions.length) {
            throw new Unusable("joint state without all of the joints " + chain.jointNames());
        } else {
            poses.add(MappedTopics.stamp(message, state.header().stamp()), chain.tipInBase(positions));
        }
    }

    private void finish(BagMessage message) {
        attempts++;
        try {
            Outcome outcome = MappedTopics.outcome(message);
            if (images.isEmpty()) {
                throw new Unusable("no image before the outcome");
            }
            TimedImage first = images.all().get(0).value();
            var id = ImportIds.of(recording.sha256(), "attempt " + imageTopic + " " + attempts, first.receivedAt());
            if (!sink.isStored(id)) {
                GraspAttempt attempt = new MappedFrames(id, arm, images, poses, openings, topics.stepsPerAttempt())
                        .attempt(
                                attempts,
                                recording.sceneId(imageTopic),
                                camera.of(first.image()),
                                outcome,
                                message.time());
                sink.add(attempt);
            }
        } catch (Unusable e) {
            tally.rejectAttempt(e.getMessage());
        } finally {
            images = new Samples<>(MAX_IMAGES);
            poses = new Samples<>(MAX_SAMPLES);
            openings = new Samples<>(MAX_SAMPLES);
        }
    }

    @Override
    public void end() {
        if (!images.isEmpty()) {
            tally.rejectAttempt("the recording ends before the outcome");
        }
    }
}
