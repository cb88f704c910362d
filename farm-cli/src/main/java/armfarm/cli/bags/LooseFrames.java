package armfarm.cli.bags;

import armfarm.cli.imports.AttemptSink;
import armfarm.cli.imports.ImportTally;
import armfarm.controller.base.SoftwareVersion;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Purpose;
import armfarm.ros.bag.BagMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Keeps the images of a recording that says nothing about attempts: each topic is cut into stretches, each stretch is an
 * attempt of purpose {@code IMPORT} with an unknown outcome and frames of kind {@code VIEW}, which nobody trains on.
 *
 * <p>Where a stretch ends depends on the messages alone, so that the recording gives the same stretches every time; the
 * images of a stretch that is stored already are not even encoded.
 */
final class LooseFrames implements Conversion {
    static final int MAX_FRAMES = 100;
    static final long MAX_MESSAGE_BYTES = 48 << 20;

    /** Of all topics together; then the largest stretch ends early. */
    static final long MAX_OPEN_BYTES = 192 << 20;

    private final Recording recording;
    private final ArmId arm;
    private final List<String> topics;
    private final String madeBy;
    private final CameraMessages camera;
    private final AttemptSink sink;
    private final ImportTally tally;
    private final Map<String, Stretch> open = new LinkedHashMap<>();
    private final Map<String, Integer> stretches = new LinkedHashMap<>();
    private long attempts;
    private long openBytes;

    /** @param camera what is known of it before the first message */
    LooseFrames(
            Recording recording, ImportOptions options, CameraMessages camera, AttemptSink sink, ImportTally tally) {
        this.recording = recording;
        this.arm = options.arm().orElse(ImportOptions.DEFAULT_ARM);
        this.topics = options.topics().images();
        this.madeBy = ImportIds.framedBy(options);
        this.camera = camera;
        this.sink = sink;
        this.tally = tally;
    }

    /** Images of one topic, one after the other. */
    private static final class Stretch {
        private final AttemptId id;
        private final String topic;
        private final long number;
        private final boolean stored;
        private final Instant start;
        private final RecordedImage.Size size;
        private final CameraMessages.Known camera;
        private final List<FrameCaptured> frames = new ArrayList<>();
        private Instant firstStamp;
        private Instant lastStamp;
        private Instant end;
        private int count;
        private long messageBytes;

        /** @param camera as it was when the stretch began */
        Stretch(
                AttemptId id,
                String topic,
                long number,
                boolean stored,
                Instant start,
                RecordedImage.Size size,
                CameraMessages.Known camera) {
            this.id = id;
            this.topic = topic;
            this.number = number;
            this.stored = stored;
            this.start = start;
            this.size = size;
            this.camera = camera;
        }
    }

    @Override
    public String kind() {
        return "frames";
    }

    @Override
    public void accept(BagMessage message) throws Unusable {
        String topic = message.connection().topic();
        boolean wanted =
                topics.isEmpty() ? RecordedImage.isImage(message.connection().type()) : topics.contains(topic);
        if (wanted) {
            image(topic, message);
        } else if (!camera.accept(message)) {
            tally.ignore();
        }
    }

    private void image(String topic, BagMessage message) throws Unusable {
        if (!RecordedImage.isImage(message.connection().type())) {
            throw new Unusable("topic " + topic + " holds no images but "
                    + message.connection().type());
        }
        RecordedImage image = RecordedImage.of(message);
        Stretch stretch = open.get(topic);
        if (stretch != null && !stretch.size.equals(image.size())) {
            close(stretch); // what is known of the camera holds for one size
            stretch = null;
        }
        if (stretch == null) {
            stretch = begin(topic, message, image);
            open.put(topic, stretch);
        }
        add(stretch, message, image);
        if (stretch.count >= MAX_FRAMES || stretch.messageBytes >= MAX_MESSAGE_BYTES) {
            close(stretch);
        }
        while (openBytes > MAX_OPEN_BYTES) {
            close(open.values().stream()
                    .max(Comparator.comparingLong(s -> s.messageBytes))
                    .orElseThrow());
        }
    }

    private void close(Stretch stretch) {
        open.remove(stretch.topic);
        openBytes -= stretch.messageBytes;
        finish(stretch);
    }

    private Stretch begin(String topic, BagMessage message, RecordedImage image) {
        int index = stretches.merge(topic, 1, Integer::sum);
        attempts++;
        AttemptId id = ImportIds.of(recording.sha256(), "frames " + topic + " " + index + madeBy, message.time());
        return new Stretch(
                id, topic, attempts, sink.isStored(id), message.time(), image.size(), camera.of(image.size(), topic));
    }

    private void add(Stretch stretch, BagMessage message, RecordedImage image) {
        stretch.firstStamp = stretch.firstStamp == null ? image.stamp() : stretch.firstStamp;
        stretch.lastStamp = image.stamp();
        stretch.end = message.time();
        stretch.count++;
        stretch.messageBytes += message.data().length();
        openBytes += message.data().length();
        if (!stretch.stored) {
            stretch.frames.add(new FrameCaptured(
                    stretch.id,
                    arm,
                    stretch.count,
                    FrameKind.VIEW,
                    image.stamp(),
                    message.time(),
                    image.encoded(),
                    Optional.empty()));
        }
    }

    private void finish(Stretch stretch) {
        if (stretch.stored) {
            return;
        }
        CameraMessages.Known known =
                stretch.camera.unknown().isEmpty() ? stretch.camera : camera.of(stretch.size, stretch.topic);
        known.unknown().ifPresent(tally::note);
        Duration length = Duration.between(stretch.firstStamp, stretch.lastStamp);
        sink.add(new GraspAttempt(
                new AttemptStarted(
                        stretch.id,
                        arm,
                        stretch.number,
                        stretch.start,
                        Purpose.IMPORT,
                        ObjectSet.TRAINING,
                        recording.sceneId(stretch.topic),
                        known.camera(),
                        SoftwareVersion.CURRENT),
                stretch.frames,
                new AttemptEnded(
                        stretch.id,
                        arm,
                        stretch.count + 1,
                        stretch.end,
                        List.of(new OutcomeLabel(LabelSource.RECORDING, Outcome.UNKNOWN, 0)),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        length.isNegative() ? Duration.ZERO : length)));
    }

    @Override
    public void end() {
        open.values().forEach(this::finish);
    }
}
