package armfarm.cli.bench;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.messages.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Makes the events of attempts as arms do: eight images each, readable JPEG of a given size; thirty days, thirty models, a
 * thousand objects. Confined to one thread.
 */
final class LoadGenerator {
    static final int ARMS = 16;
    static final int FRAMES = 8;
    static final int OBJECTS = 1000;
    static final int MODELS = 30;
    private static final int DAYS = 30;
    private static final int IMAGES = 32;
    private static final int STEPS = FRAMES - 2;
    private static final CameraInfo CAMERA = new CameraInfo(128, 128, 150, 150, 64, 64, Pose.topDown(0.5, 0, 1, 0));

    private final ArmId arm;
    private final Random random;
    private final List<EncodedImage> images;
    private final long total;
    private final Instant first;
    private long made;

    /**
     * @param total attempts that will be made; their starts are spread over thirty days
     * @param images that are shown in turn
     */
    LoadGenerator(int armNumber, long total, Instant first, List<EncodedImage> images) {
        this.arm = new ArmId("arm_" + armNumber);
        this.random = new Random(armNumber);
        this.total = Math.max(1, total);
        this.first = first;
        this.images = images;
    }

    /** Different readable JPEG images of exactly so many bytes; the content is noise, which packs worst. */
    static List<EncodedImage> images(int frameBytes) {
        int side = 8;
        while (side < 1024 && noise(side + 8, 0).byteCount() <= frameBytes) {
            side += 8;
        }
        List<EncodedImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] jpeg = noise(side, i).bytes();
            // What follows the end mark is not part of the picture.
            images.add(new EncodedImage(EncodedImage.JPEG, Arrays.copyOf(jpeg, Math.max(frameBytes, jpeg.length))));
        }
        return images;
    }

    private static EncodedImage noise(int side, int seed) {
        byte[] pixels = new byte[3 * side * side];
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (100 + random.nextInt(40));
        }
        return JpegCodec.encode(new RgbImage(side, side, pixels), 0.85f);
    }

    /** The events of the next attempt, the first to the last. @param now when it ends, for measuring what follows */
    List<AttemptEvent> next(Instant now) {
        Instant started = first.plus(Duration.ofDays(DAYS).multipliedBy(made).dividedBy(total));
        AttemptId id = AttemptId.next(started, random);
        made++;
        double quality = random.nextDouble();
        boolean success = random.nextDouble() < quality;
        Optional<ModelVersion> model = Optional.of(
                new ModelVersion(String.format(Locale.ROOT, "m%04d", 1 + (int) (MODELS * made / (total + 1)))));
        List<AttemptEvent> events = new ArrayList<>(FRAMES + 2);
        events.add(new AttemptStarted(
                id, arm, made, started, Purpose.COLLECTION, ObjectSet.TRAINING, "bench", CAMERA, "bench"));
        for (int i = 0; i < FRAMES; i++) {
            FrameKind kind = i < STEPS ? FrameKind.STEP : i == STEPS ? FrameKind.LIFTED : FrameKind.DROPPED;
            events.add(new FrameCaptured(
                    id,
                    arm,
                    i + 1,
                    kind,
                    started.plusMillis(100L * i),
                    started.plusMillis(100L * i + 5),
                    images.get(random.nextInt(images.size())),
                    kind == FrameKind.STEP ? Optional.of(step(i, model, quality)) : Optional.empty()));
        }
        events.add(new AttemptEnded(
                id,
                arm,
                FRAMES + 1,
                now,
                List.of(new OutcomeLabel(LabelSource.GRIPPER, success ? Outcome.SUCCESS : Outcome.FAILURE, 0.95)),
                Optional.empty(),
                OptionalDouble.of(success ? 0.03 : 0),
                OptionalDouble.empty(),
                Optional.of("object-" + random.nextInt(OBJECTS)),
                Duration.ofMillis(20),
                Duration.ofSeconds(4)));
        return events;
    }

    private GraspStep step(int index, Optional<ModelVersion> model, double predicted) {
        Pose from = Pose.topDown(0.5, 0, 0.3, 0);
        Pose to = Pose.topDown(0.45 + 0.2 * random.nextDouble(), 0.2 * random.nextDouble() - 0.1, 0.02, 0.3);
        return new GraspStep(
                index,
                from,
                to,
                Optional.of(to),
                new PolicyDecision(
                        model,
                        false,
                        OptionalLong.of(random.nextLong()),
                        MotorCommand.between(from, to),
                        OptionalDouble.of(predicted),
                        Optional.empty()));
    }
}
