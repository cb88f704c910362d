package armfarm.drivers.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.drivers.DriverException;
import armfarm.drivers.SceneRequest;
import armfarm.drivers.SceneState;
import armfarm.drivers.SimulatorTruth;
import armfarm.drivers.cell.WorkcellJson;
import armfarm.drivers.ros.messages.ByteArray;
import armfarm.drivers.ros.messages.Header;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.messages.CameraInfo;
import armfarm.messages.JointState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosMessagesTest {
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
    void readsRgbAndBgrWithPaddedRows() {
        byte[] padded = {1, 2, 3, 0, 4, 5, 6};

        assertThat(RosMessages.image(image("rgb8", 1, 2, 4, padded)))
                .isEqualTo(new RgbImage(1, 2, new byte[] {1, 2, 3, 4, 5, 6}));
        assertThat(RosMessages.image(image("bgr8", 1, 2, 4, padded)))
                .isEqualTo(new RgbImage(1, 2, new byte[] {3, 2, 1, 6, 5, 4}));
    }

    @Test
    void refusesAnImageThatDoesNotFitItsSize() {
        assertThatThrownBy(() -> RosMessages.image(image("rgb8", 2, 2, 6, new byte[11])))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("2x2")
                .hasMessageContaining("11 bytes");
        assertThatThrownBy(() -> RosMessages.image(image("mono8", 2, 2, 2, new byte[4])))
                .hasMessageContaining("'mono8'");
        assertThatThrownBy(() -> RosMessages.image(image("rgb8", 0xFFFFFFFFL, 2, 6, new byte[12])))
                .isInstanceOf(DriverException.class);
    }

    private static ImageMessage image(String encoding, long width, long height, long step, byte[] data) {
        return new ImageMessage(Header.at(STAMP, "c"), height, width, encoding, 0, step, new ByteArray(data));
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
