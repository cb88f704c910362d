package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.drivers.safety.StopLatch;
import armfarm.drivers.safety.UnsafeCommandException;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GripperState;
import armfarm.messages.JpegCodec;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.ImageProcessor;
import armfarm.messages.cell.SceneRequest;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignCellIT {
    private static final Pose GRASP = Pose.topDown(0.5, 0.05, 0.01, 0.3);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private ForeignArmNode arm;
    private RosArmCell cell;

    @TempDir
    Path folder;

    @BeforeEach
    void connects() {
        arm = new ForeignArmNode(master.uri());
        cell = connect(false, Optional.empty());
    }

    private RosArmCell connect(boolean compressed, Optional<ImageProcessor.Factory> images) {
        return RosArmCell.connect(
                ForeignArmNode.spec(compressed),
                new CellConnection(
                        master.uri(),
                        RosHost.loopback(),
                        Duration.ofSeconds(10),
                        new StopLatch(folder).of(ForeignArmNode.ARM),
                        images),
                InstantSource.system());
    }

    @Test
    void aSecondControllerOfTheSameArmIsRefusedAndTheFirstGoesOn() {
        assertThatThrownBy(() -> connect(false, Optional.empty()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(
                        "Arm lab_arm is not connected, it has another controller: the node /armfarm/lab_arm");

        assertThat(cell.moveTo(cell.homeInBase()).distanceMeters(cell.homeInBase()))
                .isLessThan(1e-6);
    }

    @Test
    void aControllerOfAnotherNameForTheSameRobotIsRefused() {
        CellSpec spec = ForeignArmNode.spec();
        CellSpec other = new CellSpec(
                new ArmId("other_arm"),
                spec.source(),
                spec.topics(),
                spec.jointNames(),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                spec.envelope(),
                spec.speeds());

        assertThatThrownBy(() -> RosArmCell.connect(other, CellConnection.local(master.uri()), InstantSource.system()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("the node /armfarm/lab_arm at http")
                .hasMessageContaining("sends its goals on /lab/controller/follow/goal");
    }

    @Test
    void aControllerThatIsGoneIsNoneThoughTheMasterStillListsIt() {
        cell.close();
        RosNode gone = RosNode.start(GraphName.of("/armfarm/lab_arm"), master.uri(), RosHost.loopback());
        gone.master()
                .registerPublisher(GraphName.of("/lab/controller/follow/goal"), "*", URI.create("http://127.0.0.1:1/"));
        gone.close();

        cell = connect(false, Optional.empty());

        assertThat(cell.gripperInBase().zMeters()).isPositive();
    }

    @Test
    void aCameraThatDoesNotSeeTheWorkspaceIsRefusedAtTheStart() {
        cell.close();
        CameraInfo elsewhere = new CameraInfo(16, 16, 5, 5, 8, 8, new Pose(410, 520, 630, 1, 0, 0, 0));

        assertThatThrownBy(() -> connect(true, Optional.of((id, camera, lens) -> new RecordingProcessor(0, elsewhere))))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("the camera does not see the workspace")
                .hasMessageContaining("correct camera.camera_in_base_m_rad");
    }

    @Test
    void jointStatesWithoutPositionsAreNamedWhenTheArmIsConnected() {
        cell.close();
        arm.saysPositions = Optional.of(List.of());
        CellConnection impatient = new CellConnection(
                master.uri(),
                RosHost.loopback(),
                Duration.ofSeconds(1),
                new StopLatch(folder).of(ForeignArmNode.ARM),
                Optional.empty());

        assertThatThrownBy(() -> RosArmCell.connect(ForeignArmNode.spec(), impatient, InstantSource.system()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(
                        "no message yet on /lab/states (the last one that came: Joint state with 8 names and 1"
                                + " positions)");
    }

    @Test
    void aPositionThatIsNoNumberIsNeverMovedFrom() {
        arm.saysPositions = Optional.of(List.of(0.45, Double.NaN, 0.3, 0.0, 0.0, 0.0, 0.0));
        arm.lastMotion = null;

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        cell.moveTo(GRASP);
                    }
                })
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("reports NaN as the position of y");
    }

    @Test
    void handsCompressedImagesToTheProcessorAndTellsItOfEveryOne() {
        cell.close();
        RecordingProcessor processor = new RecordingProcessor(0);
        cell = connect(true, Optional.of((id, camera, lens) -> processor));

        CapturedImage image = cell.capture();

        assertThat(image.image().width()).isEqualTo(16);
        assertThat(processor.processed).extracting(RawImage::encoding).containsExactly("jpeg");
        assertThat(cell.camera()).isEqualTo(RecordingProcessor.CAMERA);
        Await.until("images arrive that nobody asked for", () -> processor.arrivals.get() >= 3);
    }

    @Test
    void passesOverADamagedImageButNotOverThreeInARow() {
        cell.close();
        RecordingProcessor twoDamaged = new RecordingProcessor(2);
        cell = connect(true, Optional.of((id, camera, lens) -> twoDamaged));
        assertThat(cell.capture().image().width()).isEqualTo(16);
        assertThat(twoDamaged.processed).hasSize(3);

        cell.close();
        cell = connect(true, Optional.of((id, camera, lens) -> new RecordingProcessor(3)));
        assertThatThrownBy(() -> cell.capture())
                .isInstanceOf(FarmException.class)
                .hasMessage("damaged");
    }

    @Test
    void givesTheDepthOfTheImagesMoment() {
        arm.sendsDepth = Optional.of(new DepthImage(16, 16, ramp(16 * 16)));
        connectWithDepth(Duration.ofSeconds(10));

        assertThat(cell.capture().depth()).isEqualTo(arm.sendsDepth);
    }

    @Test
    void depthOfAnotherSizeIsRefusedWithBothSizesAndWhatToDo() {
        arm.sendsDepth = Optional.of(new DepthImage(8, 16, ramp(8 * 16)));
        connectWithDepth(Duration.ofSeconds(10));

        assertThatThrownBy(() -> cell.capture())
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("Depth image on /lab/camera/depth has 8x16 pixels, the colour image 16x16")
                .hasMessageContaining("registered to the colour camera");
    }

    @Test
    void depthThatNeverComesIsNamedWithItsTopic() {
        connectWithDepth(Duration.ofSeconds(1));

        assertThatThrownBy(() -> cell.capture())
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("No depth image within 20 ms of the colour image")
                .hasMessageContaining("on /lab/camera/depth")
                .hasMessageContaining("check that the depth camera runs, publishes 16UC1 or 32FC1");
    }

    private void connectWithDepth(Duration timeout) {
        cell.close();
        cell = RosArmCell.connect(
                ForeignArmNode.specWithDepth(),
                new CellConnection(
                        master.uri(),
                        RosHost.loopback(),
                        timeout,
                        new StopLatch(folder).of(ForeignArmNode.ARM),
                        Optional.empty()),
                InstantSource.system());
    }

    private static short[] ramp(int length) {
        short[] values = new short[length];
        for (int i = 0; i < length; i++) {
            values[i] = (short) (500 + i);
        }
        return values;
    }

    /** Decodes with the JDK, after a number of images it calls damaged. */
    private static final class RecordingProcessor implements ImageProcessor {
        static final CameraInfo CAMERA = new CameraInfo(16, 16, 5, 5, 8, 8, new Pose(0.55, 0, 0.6, 1, 0, 0, 0));

        final List<RawImage> processed = new ArrayList<>();
        final AtomicInteger arrivals = new AtomicInteger();
        private final int damaged;
        private final CameraInfo camera;

        RecordingProcessor(int damaged) {
            this(damaged, CAMERA);
        }

        RecordingProcessor(int damaged, CameraInfo camera) {
            this.damaged = damaged;
            this.camera = camera;
        }

        @Override
        public CameraInfo camera() {
            return camera;
        }

        @Override
        public void arrived(Instant stamp, Instant receivedAt) {
            arrivals.incrementAndGet();
        }

        @Override
        public CapturedImage process(RawImage raw, Instant stamp, Instant receivedAt) {
            processed.add(raw);
            if (processed.size() <= damaged) {
                throw new FarmException(ErrorCode.DATA, "damaged");
            }
            EncodedImage encoded = new EncodedImage(EncodedImage.JPEG, raw.bytes());
            return new CapturedImage(JpegCodec.decode(encoded), stamp, receivedAt, Optional.of(encoded));
        }

        @Override
        public DepthImage processDepth(DepthImage raw) {
            return raw;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void closes() {
        cell.close();
        arm.close();
        master.close();
    }

    @Test
    void graspsWithItsOwnNamesAndPositions() {
        Pose reached = cell.moveTo(GRASP);
        GripperState closed = cell.closeGripper();
        cell.moveTo(Pose.topDown(0.5, 0.05, 0.2, 0.3));

        assertThat(reached.distanceMeters(GRASP)).isLessThan(1e-9);
        assertThat(closed.openingMeters()).isCloseTo(0.03, within(1e-9));
        assertThat(closed.stalled()).isTrue();
        assertThat(cell.gripper().openingMeters()).isCloseTo(0.03, within(1e-9));
        assertThat(arm.lastMotion.trajectory().jointNames()).containsExactly("x", "y", "z", "yaw", "d", "e", "f");
        // Width 0 is position 0.8; 40 N were asked for and the envelope allows 25.
        assertThat(arm.lastGrip.command().position()).isCloseTo(0.8, within(1e-9));
        assertThat(arm.lastGrip.command().maxEffort()).isEqualTo(25);
        assertThat(cell.openGripper().openingMeters()).isCloseTo(0.08, within(1e-9));
    }

    @Test
    void takesTheNextImageOfACameraThatRunsFreely() {
        Instant before = InstantSource.system().instant();

        CapturedImage image = cell.capture();

        assertThat(image.receivedAt()).isAfter(before.plusMillis(50));
        assertThat(image.image().width()).isEqualTo(16);
        assertThat(cell.camera().cameraInBase().xMeters()).isEqualTo(0.55);
    }

    @Test
    void hasNoTruthAndNobodyWhoArrangesItsBin() {
        assertThat(cell.arrangesBin()).isFalse();
        assertThat(cell.truth()).isEmpty();
        assertThatThrownBy(() -> cell.arrangeScene(new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.TRAINING, 1)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("nobody arranges this cell's bin");
    }

    @Test
    void aStopCancelsItsGoalsAndRefusesNewOnes() {
        new StopLatch(folder).stop(ForeignArmNode.ARM, "ann", "", Instant.EPOCH);

        assertThatThrownBy(() -> cell.moveTo(GRASP)).isInstanceOf(UnsafeCommandException.class);
        Await.until("the goals are cancelled", () -> arm.cancels.get() > 0);
    }

    @Test
    void theEnvelopeRefusesBeforeAnythingIsSent() {
        assertThatThrownBy(() -> cell.moveTo(Pose.topDown(0.5, 0.05, 0.01, 1.7)))
                .isInstanceOf(DriverException.class);
        assertThat(arm.lastMotion).isNull();
    }
}
