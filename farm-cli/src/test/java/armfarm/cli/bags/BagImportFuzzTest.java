package armfarm.cli.bags;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ImportOptions.Topics.Gripper;
import armfarm.cli.bags.ImportOptions.Topics.OutcomeTopic;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageCheck;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Float64Message;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.IntegerMessage;
import armfarm.ros.messages.Point;
import armfarm.ros.messages.PoseMessage;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.Quaternion;
import armfarm.ros.messages.RegionOfInterest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the messages and their order: nothing that is no number, no image or no outcome comes into the store. */
class BagImportFuzzTest {
    private static final double[] NUMBERS = {
        0, -0.0, 1, 0.3, 50, -1, 1e-300, 1e300, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, -1e9
    };
    private static final long[] SIZES = {0, 1, 64, 4_294_967_295L, 48, 128};
    private static final int[] CODES = {0, 1, 1, 0, -1, 99_999};

    /** A message: of which topic, how long after the one before, and two numbers that choose what is in it. */
    record Step(int topic, int millis, int first, int second) {
        double number(int salt) {
            return NUMBERS[Math.floorMod(first + salt * second, NUMBERS.length)];
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        // Images and poses are what most of a recording is; time sometimes goes back.
        Arbitrary<Integer> topics = Arbitraries.of(0, 0, 0, 1, 1, 1, 2, 3, 3, 4);
        Arbitrary<Integer> millis = Arbitraries.of(100, 100, 100, 30, 3000, -500, 0);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 500);
        return Combinators.combine(topics, millis, any, any).as(Step::new);
    }

    @Property(seed = "31", tries = 60)
    void accountsForEveryOutcomeAndStoresNothingThatIsNoNumberOrNoImage(
            @ForAll @Size(min = 1, max = 80) List<@From("steps") Step> steps) throws IOException {
        Path folder = Files.createTempDirectory("bag-import-fuzz");
        Path bag = folder.resolve("fuzz.bag");
        long outcomes = steps.stream().filter(step -> step.topic == 3).count() + 1;
        try (TestBags out = new TestBags(bag)) {
            write(steps, out);
        }
        MemoryTarget target = new MemoryTarget();
        try {
            ImportReport report = TestBags.run(options(), target, bag);

            long rejected = report.attemptsRejected().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(report.attemptsStored() + rejected)
                    .as("repeated outcomes are none of their own; what comes last may have none")
                    .isBetween(1L, outcomes + 1);
            target.attempts().forEach(BagImportFuzzTest::requireSound);
            assertThat(TestBags.run(options(), target, bag).attemptsStored())
                    .as("twice is once")
                    .isZero();
        } finally {
            Files.delete(bag);
            Files.delete(folder);
        }
    }

    private static void write(List<Step> steps, TestBags out) {
        double seconds = 100;
        out.add(
                0,
                "/image",
                CompressedImage.TYPE,
                image(0, SampleAttempts.jpeg(0).bytes()));
        out.add(0, "/pose", PoseStamped.TYPE, pose(0, new Step(0, 0, 1, 0)));
        out.add(0, "/gripper", Float64Message.TYPE, new Float64Message(0.08));
        out.add(0.1, "/outcome", IntegerMessage.INT32, new IntegerMessage(0));
        for (Step step : steps) {
            seconds += step.millis / 1000.0;
            switch (step.topic) {
                case 0 -> out.add(seconds, "/image", CompressedImage.TYPE, image(seconds, bytes(step)));
                case 1 -> out.add(seconds, "/pose", PoseStamped.TYPE, pose(seconds, step));
                case 2 -> out.add(seconds, "/gripper", Float64Message.TYPE, new Float64Message(step.number(1)));
                case 3 ->
                    out.add(
                            seconds,
                            "/outcome",
                            IntegerMessage.INT32,
                            new IntegerMessage(CODES[step.first % CODES.length]));
                default -> out.add(seconds, "/info", CameraInfoMessage.TYPE, info(step));
            }
        }
    }

    private static byte[] bytes(Step step) {
        byte[] jpeg = SampleAttempts.jpeg(step.first).bytes();
        return switch (step.second % 5) {
            case 0 -> Arrays.copyOf(jpeg, jpeg.length * (step.first % 100) / 100);
            case 1 -> new byte[step.first];
            default -> jpeg;
        };
    }

    private static CompressedImage image(double seconds, byte[] bytes) {
        return new CompressedImage(Header.at(TestBags.at(seconds), "camera"), "jpeg", new ByteArray(bytes));
    }

    private static PoseStamped pose(double seconds, Step step) {
        Instant stamp = step.second % 7 == 0 ? Instant.EPOCH : TestBags.at(seconds);
        double w = step.second % 4 == 0 ? step.number(3) : 0;
        return new PoseStamped(
                Header.at(stamp, "base"),
                new PoseMessage(
                        new Point(step.number(0), 0.1, step.second % 3 == 0 ? step.number(2) : 0.3),
                        new Quaternion(1, 0, 0, w)));
    }

    private static CameraInfoMessage info(Step step) {
        double f = step.number(0);
        double c = step.number(1);
        long size = SIZES[step.first % SIZES.length];
        long other = SIZES[step.second % SIZES.length];
        RegionOfInterest roi =
                step.first % 2 == 0 ? RegionOfInterest.ALL : new RegionOfInterest(other, size, other, size, false);
        return new CameraInfoMessage(
                Header.at(Instant.EPOCH, ""),
                size,
                other,
                "",
                List.of(),
                List.of(f, 0.0, c, 0.0, f, c, 0.0, 0.0, 1.0),
                List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
                List.of(f, 0.0, c, 0.0, 0.0, f, c, 0.0, 0.0, 0.0, 1.0, 0.0),
                other,
                size,
                roi);
    }

    private static void requireSound(GraspAttempt attempt) {
        CameraInfo camera = attempt.started().camera();
        requireFinite(camera.fxPixels(), camera.fyPixels(), camera.cxPixels(), camera.cyPixels());
        requireFinite(camera.cameraInBase());
        attempt.ended().gripperOpeningMeters().ifPresent(BagImportFuzzTest::requireFinite);
        assertThat(attempt.ended().outcome()).isIn(Outcome.SUCCESS, Outcome.FAILURE);
        assertThat(attempt.frames()).isNotEmpty();
        for (FrameCaptured frame : attempt.frames()) {
            assertThat(ImageCheck.whole(frame.image().bytes()).mediaType())
                    .isEqualTo(frame.image().mediaType());
            frame.step().ifPresent(BagImportFuzzTest::requireFinite);
        }
    }

    private static void requireFinite(GraspStep step) {
        requireFinite(step.gripperInBase());
        requireFinite(step.commandedInBase());
        requireFinite(
                step.decision().command().dxMeters(),
                step.decision().command().dyMeters(),
                step.decision().command().dzMeters());
    }

    private static void requireFinite(Pose pose) {
        requireFinite(pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
    }

    private static void requireFinite(double... numbers) {
        assertThat(DoubleStream.of(numbers).allMatch(Double::isFinite))
                .as("%s", Arrays.toString(numbers))
                .isTrue();
    }

    private static ImportOptions options() {
        return new ImportOptions(
                ImportOptions.Kind.AUTO,
                Optional.empty(),
                new ImportOptions.Topics(
                        List.of("/image"),
                        Optional.of("/pose"),
                        Optional.empty(),
                        Optional.of(new Gripper("/gripper", List.of())),
                        Optional.of(new OutcomeTopic("/outcome", Optional.empty())),
                        Optional.of("/info"),
                        Optional.empty(),
                        3));
    }
}
