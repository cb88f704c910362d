package armfarm.episodes.imports;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.BadImageException;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageCheck;
import armfarm.messages.ImageHeader;
import armfarm.messages.LabelSource;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Puts one attempt of a data set together: purpose {@code IMPORT}, so that nobody trains on it unasked, and the outcome as the
 * data set's opinion. Used once. Confined to one thread.
 */
public final class AttemptAssembly {
    /** When data without times began: plainly no time of a farm. */
    public static final Instant UNKNOWN_TIME = Instant.EPOCH;

    /** No attempt takes longer; times that say so are of another kind, Unix time for example. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** Images of one attempt, together: it is in memory as a whole. */
    public static final long MAX_IMAGE_BYTES = 256L << 20;

    /** What the store and the wire can hold of times, with some room. */
    private static final Instant LATEST_START = Instant.parse("2200-01-01T00:00:00Z");

    private static final double MAX_YAW_ERROR = 1e-2;

    private final AttemptId id;
    private final ArmId arm;
    private final Instant startedAt;
    private final List<FrameCaptured> frames = new ArrayList<>();
    private Optional<ImageHeader> firstImage = Optional.empty();
    private OptionalDouble openingMeters = OptionalDouble.empty();
    private Optional<String> object = Optional.empty();
    private ObjectSet objectSet = ObjectSet.TRAINING;
    private Duration last = Duration.ZERO;
    private long imageBytes;

    /** @throws UnusableRecord if the start is no time that the store can hold */
    public AttemptAssembly(AttemptId id, ArmId arm, Instant startedAt) throws UnusableRecord {
        this.id = id;
        this.arm = arm;
        this.startedAt = start(startedAt);
    }

    /**
     * The same time.
     *
     * @throws UnusableRecord if it is none that the store can hold
     */
    public static Instant start(Instant startedAt) throws UnusableRecord {
        if (startedAt.isBefore(UNKNOWN_TIME) || startedAt.isAfter(LATEST_START)) {
            throw new UnusableRecord("it starts before the year 1970 or after 2200");
        }
        return startedAt;
    }

    /** The reason for an attempt with more than {@link #MAX_IMAGE_BYTES}. */
    public static UnusableRecord tooLarge() {
        return new UnusableRecord("its images have more than " + (MAX_IMAGE_BYTES >> 20)
                + " MiB together, the most that an attempt may have; cut it into shorter ones");
    }

    /**
     * A command of five numbers.
     *
     * @param name of where it stands, for the reason if it is none
     */
    public static MotorCommand command(double[] v, String name) throws UnusableRecord {
        boolean sound = Double.isFinite(v[0] + v[1] + v[2]) && Math.abs(Math.hypot(v[3], v[4]) - 1) < MAX_YAW_ERROR;
        if (!sound) {
            throw new UnusableRecord(
                    name + " is no command, expected finite dx dy dz and the sine and cosine of one angle");
        }
        return new MotorCommand(v[0], v[1], v[2], v[3], v[4]);
    }

    /** How many images there are by now. */
    public int frameCount() {
        return frames.size();
    }

    /** Opening after closing. */
    public void openingMeters(double meters) {
        openingMeters = OptionalDouble.of(meters);
    }

    /** What was held, as the data set says. */
    public void object(String name) {
        object = Optional.of(name);
    }

    /**
     * Which objects were in the bin, as the data set says: {@code training}, {@code held_out} or {@code held_out_kinds}; training where
     * it says nothing, or a word that is not ours.
     */
    public void objectSet(Optional<String> word) {
        objectSet = Stream.of(ObjectSet.values())
                .filter(set ->
                        word.filter(set.name().toLowerCase(Locale.ROOT)::equals).isPresent())
                .findFirst()
                .orElse(ObjectSet.TRAINING);
    }

    /**
     * Adds an image that a motion was decided on.
     *
     * @param name of the image, for the reason if it is none
     * @param sinceStart capture time
     * @throws UnusableRecord if the bytes are no whole JPEG or PNG of 8 bits
     */
    public void step(byte[] image, String name, Duration sinceStart, GraspStep step) throws UnusableRecord {
        add(FrameKind.STEP, image, name, sinceStart, Optional.of(step));
    }

    /** Adds any other image; as {@link #step}. */
    public void image(FrameKind kind, byte[] image, String name, Duration sinceStart) throws UnusableRecord {
        add(kind, image, name, sinceStart, Optional.empty());
    }

    private void add(FrameKind kind, byte[] image, String name, Duration sinceStart, Optional<GraspStep> step)
            throws UnusableRecord {
        ImageHeader header = whole(image, name);
        imageBytes += image.length;
        if (imageBytes > MAX_IMAGE_BYTES) {
            throw tooLarge();
        }
        if (sinceStart.compareTo(last) < 0 || sinceStart.compareTo(LONGEST) > 0) {
            throw new UnusableRecord("the time of " + name + " is before the one before it, or more than "
                    + LONGEST.toHours() + " hours after the start");
        }
        if (firstImage.isEmpty()) {
            firstImage = Optional.of(header);
        }
        Instant stamp = startedAt.plus(sinceStart);
        frames.add(new FrameCaptured(
                id, arm, frames.size() + 1, kind, stamp, stamp, new EncodedImage(header.mediaType(), image), step));
        last = sinceStart;
    }

    private static ImageHeader whole(byte[] image, String name) throws UnusableRecord {
        try {
            return ImageCheck.whole(image);
        } catch (BadImageException e) {
            UnusableRecord reason = new UnusableRecord(name + ": " + e.reason());
            reason.initCause(e);
            throw reason;
        }
    }

    /** A camera of the first image's size; 0 for the intrinsics and the identity as its pose where they are unknown. */
    public CameraInfo camera(double fxPixels, double fyPixels, double cxPixels, double cyPixels, Pose cameraInBase) {
        ImageHeader size = firstImage.orElseThrow();
        return new CameraInfo(
                size.widthPixels(), size.heightPixels(), fxPixels, fyPixels, cxPixels, cyPixels, cameraInBase);
    }

    /**
     * The attempt, after its images.
     *
     * @param number among the attempts of its data set
     * @param sceneId names where it comes from
     */
    public GraspAttempt build(
            long number,
            String sceneId,
            CameraInfo camera,
            Outcome outcome,
            double confidence,
            String softwareVersion) {
        return new GraspAttempt(
                new AttemptStarted(
                        id, arm, number, startedAt, Purpose.IMPORT, objectSet, sceneId, camera, softwareVersion),
                frames,
                new AttemptEnded(
                        id,
                        arm,
                        frames.size() + 1,
                        startedAt.plus(last),
                        List.of(new OutcomeLabel(LabelSource.RECORDING, outcome, confidence)),
                        Optional.empty(),
                        openingMeters,
                        OptionalDouble.empty(),
                        object,
                        Duration.ZERO,
                        last));
    }
}
