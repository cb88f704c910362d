package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.JointState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.RegionOfInterest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellMessagesTest {
    private static final Instant STAMP = Instant.ofEpochSecond(3, 4);
    private static final Pose POSE = Pose.topDown(1, 2, 3, 0.5);

    @Test
    void mapsBackToTheSameWords() {
        CameraInfo camera = new CameraInfo(640, 480, 500, 501, 320, 240, POSE);
        JointState joints = RosMessages.jointState(STAMP, List.of("joint_1", "joint_2"), new double[] {0.1, -0.2});

        assertThat(RosMessages.pose(RosMessages.poseMessage(POSE))).isEqualTo(POSE);
        assertThat(RosMessages.cameraInfo(RosMessages.cameraInfoMessage(camera, STAMP), POSE))
                .isEqualTo(camera);
        assertThat(RosMessages.jointState(RosMessages.jointStateMessage(joints)))
                .isEqualTo(joints);
        assertThat(joints.names()).containsExactly("joint_1", "joint_2");
    }

    @Test
    void aRectifiedImageHasTheProjectionAsIntrinsicsAndRosCountsFromThePixelsCentre() {
        CameraInfoMessage message = new CameraInfoMessage(
                Header.at(STAMP, "c"),
                480,
                640,
                "plumb_bob",
                List.of(-0.3, 0.1, 0.0, 0.0, 0.0),
                List.of(500.0, 0.0, 319.5, 0.0, 501.0, 239.5, 0.0, 0.0, 1.0),
                List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
                List.of(450.0, 0.0, 315.0, 0.0, 0.0, 452.0, 235.0, 0.0, 0.0, 0.0, 1.0, 0.0),
                0,
                0,
                RegionOfInterest.ALL);

        CameraCalibration raw = CameraCalibration.of(message, false, POSE);
        CameraCalibration rectified = CameraCalibration.of(message, true, POSE);

        assertThat(raw.camera()).isEqualTo(new CameraInfo(640, 480, 500, 501, 320, 240, POSE));
        assertThat(raw.lens().coefficients()).startsWith(-0.3, 0.1);
        assertThat(rectified.camera()).isEqualTo(new CameraInfo(640, 480, 450, 452, 315.5, 235.5, POSE));
        assertThat(rectified.lens().isNone()).isTrue();
    }

    @Test
    void readsRgbAndBgrWithPaddedRows() {
        byte[] padded = {1, 2, 3, 0, 4, 5, 6};

        assertThat(RosMessages.image(raw("rgb8", 1, 2, 4, padded)))
                .isEqualTo(new RgbImage(1, 2, new byte[] {1, 2, 3, 4, 5, 6}));
        assertThat(RosMessages.image(raw("bgr8", 1, 2, 4, padded)))
                .isEqualTo(new RgbImage(1, 2, new byte[] {3, 2, 1, 6, 5, 4}));
    }

    @Test
    void depthComesBackAsItWasSent() {
        DepthImage depth = new DepthImage(3, 2, new short[] {0, 1, 640, 32_767, (short) 40_000, (short) 65_535});

        assertThat(RosMessages.depth(RosMessages.depthMessage(depth, STAMP))).isEqualTo(depth);
    }

    @Test
    void readsDepthOfBothEncodingsWithPaddedRowsAndBothByteOrders() {
        byte[] millimeters = {0x02, (byte) 0x80, 9, 9, 0x00, 0x01};
        byte[] meters = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.6404f)
                .putFloat(Float.NaN)
                .putFloat(Float.POSITIVE_INFINITY)
                .putFloat(1.5f)
                .array();

        assertThat(RosMessages.depth(depth("16UC1", 1, 2, 4, 1, millimeters)))
                .isEqualTo(new DepthImage(1, 2, new short[] {0x0280, 1}));
        assertThat(RosMessages.depth(depth("32FC1", 2, 2, 8, 0, meters)))
                .isEqualTo(new DepthImage(2, 2, new short[] {640, 0, 0, 1500}));
    }

    @Test
    void saysOfADepthImageOfAnotherKindWhatItFoundExpectedAndWhatToDo() {
        assertThatThrownBy(() -> RosMessages.depth(depth("rgb8", 2, 2, 6, 0, new byte[12])))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("encoding 'rgb8', 2x2 pixels")
                .hasMessageContaining("expected 16UC1 (millimetres) or 32FC1 (metres)")
                .hasMessageContaining("name a raw depth topic");
        assertThatThrownBy(() -> RosMessages.depth(depth("16UC1", 2, 2, 4, 0, new byte[7])))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("7 bytes");
        assertThatThrownBy(() -> RosMessages.depth(depth("16UC1", 0xFFFFFFFFL, 2, 4, 0, new byte[8])))
                .isInstanceOf(DriverException.class);
    }

    private static ImageMessage depth(String encoding, long width, long height, long step, int bigEndian, byte[] data) {
        return new ImageMessage(
                Header.at(STAMP, "depth"), height, width, encoding, bigEndian, step, new ByteArray(data));
    }

    @Test
    void refusesAnImageThatDoesNotFitItsSize() {
        assertThatThrownBy(() -> RosMessages.image(raw("rgb8", 2, 2, 6, new byte[11])))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("2x2")
                .hasMessageContaining("11 bytes");
        assertThatThrownBy(() -> RosMessages.image(raw("mono8", 2, 2, 2, new byte[4])))
                .hasMessageContaining("'mono8'");
        assertThatThrownBy(() -> RosMessages.image(raw("rgb8", 0xFFFFFFFFL, 2, 6, new byte[12])))
                .isInstanceOf(DriverException.class);
    }

    private static RawImage raw(String encoding, long width, long height, long step, byte[] data) {
        return RosMessages.rawImage(
                new ImageMessage(Header.at(STAMP, "c"), height, width, encoding, 0, step, new ByteArray(data)));
    }

    @Test
    void tellsWhatACompressedImageIsByItsFirstBytesNotByItsFreeText() {
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0};

        assertThat(compressed("rgb8; jpeg compressed bgr8", jpeg).encoding()).isEqualTo("jpeg");
        assertThat(compressed("jpeg", png).encoding()).isEqualTo("png");
        assertThat(compressed("tiff", new byte[] {'I', 'I', 42}).encoding()).isEqualTo("tiff");
        assertThat(compressed("jpeg", jpeg).bytes()).isEqualTo(jpeg);
    }

    private static RawImage compressed(String format, byte[] data) {
        return RosMessages.rawImage(new CompressedImage(Header.at(STAMP, "c"), format, new ByteArray(data)));
    }

    @Test
    void readsBackJsonTexts() {
        var arrange = new WorkcellJson.Arrange(
                "i\"1", new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, Long.MIN_VALUE));
        var done = new WorkcellJson.Arranged(
                "1", Optional.of(new SceneState("train-1", ObjectSet.TRAINING)), Optional.empty());
        var failed = new WorkcellJson.Arranged("1", Optional.empty(), Optional.of("empty"));
        var held = new SimulatorTruth(Optional.of("train-0042"));
        var nothing = new SimulatorTruth(Optional.empty());

        assertThat(WorkcellJson.readArrange(WorkcellJson.write(arrange))).isEqualTo(arrange);
        assertThat(WorkcellJson.readArranged(WorkcellJson.write(done))).isEqualTo(done);
        assertThat(WorkcellJson.readArranged(WorkcellJson.write(failed))).isEqualTo(failed);
        assertThat(WorkcellJson.readTruth(WorkcellJson.write(held))).isEqualTo(held);
        assertThat(WorkcellJson.readTruth(WorkcellJson.write(nothing))).isEqualTo(nothing);
    }

    @Test
    void writesTheJsonOfTheContract() {
        assertThat(WorkcellJson.write(new WorkcellJson.Arrange(
                        "a", new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.TRAINING, 123))))
                .isEqualTo("""
                        {"id":"a","kind":"stir","object_set":"training","seed":123}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"id\":\"a\",\"kind\":\"shake\",\"object_set\":\"training\",\"seed\":1}",
                "{\"id\":\"a\",\"kind\":\"stir\",\"object_set\":\"training\",\"seed\":1.5}",
                "{\"id\":7,\"kind\":\"stir\",\"object_set\":\"training\",\"seed\":1}",
                "{\"id\":\"a\""
            })
    void refusesWrongJson(String text) {
        assertThatThrownBy(() -> WorkcellJson.readArrange(text)).isInstanceOf(DriverException.class);
    }
}
