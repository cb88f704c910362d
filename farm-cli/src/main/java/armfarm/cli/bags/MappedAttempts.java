package armfarm.cli.bags;

import armfarm.cli.imports.AttemptSink;
import armfarm.cli.imports.ImportTally;
import armfarm.drivers.kinematics.KinematicChain;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes attempts of a recording by the topics it is told: what lies between two outcomes is one attempt. They are stored
 * with purpose {@code IMPORT}; how the frames are chosen is in {@link MappedFrames}.
 */
final class MappedAttempts implements Conversion {
    private final Recording recording;
    private final ArmId arm;
    private final ImportOptions.Topics topics;
    private final String imageTopic;
    private final String madeBy;
    private final CameraMessages camera;
    private final AttemptSink sink;
    private final ImportTally tally;
    private final OutcomeEvents events = new OutcomeEvents();
    private Measured measured = new Measured();
    private Optional<Ended> first = Optional.empty();
    private Optional<Outcome> lastOutcome = Optional.empty();
    private long attempts;

    /** An image and when it was recorded. */
    record TimedImage(RecordedImage image, Instant receivedAt) {}

    /** What was measured between two outcomes. */
    private static final class Measured {
        private static final int MAX_SAMPLES = 100_000;

        /** Two minutes at 1 Hz; more are thinned. */
        private static final int MAX_IMAGES = 120;

        /** Eight raw images of five megapixels, 140 of VGA. */
        private static final long MAX_IMAGE_BYTES = 128L << 20;

        private final Samples<TimedImage> images = new Samples<>(
                MAX_IMAGES, MAX_IMAGE_BYTES, image -> image.image().bytes());
        private final Samples<Pose> poses = new Samples<>(MAX_SAMPLES);
        private final Samples<Double> openings = new Samples<>(MAX_SAMPLES);

        Optional<RecordedImage.Size> firstImageSize() {
            return images.isEmpty()
                    ? Optional.empty()
                    : Optional.of(images.all().get(0).value().image().size());
        }

        boolean hasImagesOfSeveralSizes() {
            return images.all().stream()
                            .map(sample -> sample.value().image().size())
                            .distinct()
                            .count()
                    > 1;
        }
    }

    /**
     * An attempt up to its outcome.
     *
     * @param camera as it was then, for an attempt may wait for the next outcome before it is stored; empty without images
     */
    private record Ended(
            Measured measured, Outcome outcome, Instant time, long number, Optional<CameraMessages.Known> camera) {}

    /** @param camera what is known of it before the first message */
    MappedAttempts(
            Recording recording, ImportOptions options, CameraMessages camera, AttemptSink sink, ImportTally tally) {
        this.recording = recording;
        this.arm = options.arm().orElse(ImportOptions.DEFAULT_ARM);
        this.topics = options.topics();
        this.imageTopic = topics.images().get(0);
        this.madeBy = ImportIds.mappedBy(options);
        this.camera = camera;
        this.sink = sink;
        this.tally = tally;
    }

    @Override
    public String kind() {
        return "mapped";
    }

    @Override
    public void accept(BagMessage message) throws Unusable {
        String topic = message.connection().topic();
        boolean used = true;
        if (topic.equals(imageTopic)) {
            image(message);
        } else if (Optional.of(topic).equals(topics.poseInBase())) {
            PoseStamped pose = RecordedImage.decode(PoseStamped.TYPE, message);
            measured.poses.add(MappedTopics.stamp(message, pose.header().stamp()), CameraMessages.pose(pose));
        } else if (topics.outcome()
                .filter(outcome -> outcome.topic().equals(topic))
                .isPresent()) {
            outcome(message);
        } else {
            used = states(message, topic) || camera.accept(message);
        }
        if (!used) {
            tally.ignore();
        }
    }

    private void image(BagMessage message) throws Unusable {
        if (!RecordedImage.isImage(message.connection().type())) {
            throw new Unusable("no images but " + message.connection().type());
        }
        RecordedImage image = RecordedImage.of(message);
        measured.images.add(MappedTopics.stamp(message, image.stamp()), new TimedImage(image, message.time()));
    }

    /** One topic may hold the states of the arm and of its gripper. */
    private boolean states(BagMessage message, String topic) throws Unusable {
        boolean used = false;
        Optional<ImportOptions.Topics.Gripper> gripper =
                topics.gripper().filter(named -> named.topic().equals(topic));
        if (gripper.isPresent()) {
            Optional<Samples.Sample<Double>> opening =
                    MappedTopics.opening(message, gripper.get().joints());
            opening.ifPresent(sample -> measured.openings.add(sample.stamp(), sample.value()));
            used = opening.isPresent();
        }
        if (topics.joints().filter(joints -> joints.topic().equals(topic)).isPresent()) {
            used |= joints(message);
        }
        return used;
    }

    /** Messages about other joints than the arm's are nothing to it: some drivers tell of the gripper alone. */
    private boolean joints(BagMessage message) throws Unusable {
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
            return false;
        } else if (found < positions.length) {
            throw new Unusable("joint state without all of the joints " + chain.jointNames());
        }
        measured.poses.add(MappedTopics.stamp(message, state.header().stamp()), tip(chain, positions));
        return true;
    }

    private static Pose tip(KinematicChain chain, double[] positions) throws Unusable {
        if (!Arrays.stream(positions).allMatch(Double::isFinite)) {
            throw new Unusable("joint state with a position that is not finite");
        }
        try {
            return CameraMessages.near(chain.tipInBase(positions));
        } catch (IllegalArgumentException e) {
            throw new Unusable("joint state with positions that no arm has");
        }
    }

    private void outcome(BagMessage message) throws Unusable {
        String text = MappedTopics.outcomeText(message);
        if (events.repeats(text, message.time())) {
            if (events.isState() && first.isPresent()) {
                first = Optional.empty();
                tally.rejectAttempt("the outcome topic holds a state; its first value is no outcome");
            }
            return;
        }
        settleFirst();
        attempts++;
        Measured done = measured;
        measured = new Measured();
        try {
            Outcome outcome =
                    MappedTopics.outcome(text, topics.outcome().orElseThrow().success());
            boolean fell = events.isState() && lastOutcome.equals(Optional.of(Outcome.SUCCESS));
            lastOutcome = Optional.of(outcome);
            if (fell && outcome == Outcome.FAILURE) {
                throw new Unusable("the outcome topic holds a state that fell from success to failure;"
                        + " whether that is a failed grasp is not known");
            }
            Ended ended = new Ended(
                    done,
                    outcome,
                    message.time(),
                    attempts,
                    done.firstImageSize().map(size -> camera.of(size, imageTopic)));
            if (attempts == 1) {
                first = Optional.of(ended); // until it is clear that it is not the first value of a state
            } else {
                finish(ended);
            }
        } catch (Unusable e) {
            tally.rejectAttempt(e.getMessage());
        }
    }

    private void settleFirst() {
        first.ifPresent(this::finish);
        first = Optional.empty();
    }

    private void finish(Ended ended) {
        try {
            if (ended.measured.images.isEmpty()) {
                throw new Unusable("no image before the outcome");
            }
            if (ended.measured.hasImagesOfSeveralSizes()) {
                throw new Unusable("images of several sizes in one attempt, of which one camera info cannot be true");
            }
            if (topics.gripper().filter(named -> !named.joints().isEmpty()).isPresent()
                    && ended.measured.openings.isEmpty()) {
                throw new Unusable("no state of the gripper's joint "
                        + topics.gripper().orElseThrow().joints());
            }
            TimedImage image = ended.measured.images.all().get(0).value();
            AttemptId id = ImportIds.of(
                    recording.sha256(), "attempt " + imageTopic + " " + ended.number + madeBy, image.receivedAt());
            if (!sink.isStored(id)) {
                add(
                        id,
                        ended,
                        ended.camera
                                .filter(known -> known.unknown().isEmpty())
                                .orElseGet(() -> camera.of(image.image().size(), imageTopic)));
            }
        } catch (Unusable e) {
            tally.rejectAttempt(e.getMessage());
        } catch (IllegalArgumentException e) {
            tally.rejectAttempt("numbers that no arm has");
        }
    }

    private void add(AttemptId id, Ended ended, CameraMessages.Known known) throws Unusable {
        Measured from = ended.measured;
        sink.add(new MappedFrames(id, arm, from.images, from.poses, from.openings, topics.stepsPerAttempt())
                .attempt(ended.number, recording.sceneId(imageTopic), known.camera(), ended.outcome, ended.time));
        known.unknown().ifPresent(tally::note);
        boolean posesNamed = topics.poseInBase().isPresent() || topics.joints().isPresent();
        if (posesNamed && from.poses.isEmpty()) {
            tally.note("no pose: all images are views");
        } else if (posesNamed && topics.gripper().isPresent() && from.openings.isEmpty()) {
            tally.note("no gripper opening: the lowest pose is taken for the grasp");
        }
    }

    @Override
    public void end() {
        settleFirst();
        if (!measured.images.isEmpty()) {
            tally.rejectAttempt("the recording ends before the outcome");
        }
    }
}
