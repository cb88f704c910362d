package armfarm.episodes.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Split;
import armfarm.episodes.export.ExportAttempts;
import armfarm.episodes.export.ExportItem;
import armfarm.episodes.tfrecord.wire.Example;
import armfarm.episodes.tfrecord.wire.Features;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Pose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class Brain2016AttemptTest {
    private static final String POSE = "/transforms/base_T_endeffector/vec_quat_7";

    private final GraspAttempt attempt = new ExportAttempts().next();
    private final Features features = Brain2016Attempt.of(
                    new ExportItem(
                            new SnapshotMember(
                                    1,
                                    attempt.id(),
                                    Split.TRAIN,
                                    attempt.ended().labels().get(0),
                                    ""),
                            attempt),
                    OptionalDouble.of(0.062))
            .getContext();

    @Test
    void countsStepsInText() {
        assertThat(text("num_grasp_steps")).isEqualTo("2");
        assertThat(floats("grasp_success")).containsExactly(1f);
    }

    @Test
    void storesTheIntrinsicsTransposed() {
        assertThat(floats("camera/intrinsics/matrix33")).containsExactly(80f, 0f, 0f, 0f, 81f, 0f, 32.5f, 24.5f, 1f);
    }

    @Test
    void takesPointsOfTheBaseIntoTheCamera() {
        Pose cameraInBase = attempt.started().camera().cameraInBase();
        Pose pointInCamera = new Pose(0.1, -0.2, 0.7, 0, 0, 0, 1);
        Pose pointInBase = cameraInBase.compose(pointInCamera);

        List<Float> m = floats("camera/transforms/camera_T_base/matrix44");

        double[] p = {pointInBase.xMeters(), pointInBase.yMeters(), pointInBase.zMeters(), 1};
        double[] expected = {0.1, -0.2, 0.7, 1};
        for (int row = 0; row < 4; row++) {
            double found = 0;
            for (int column = 0; column < 4; column++) {
                found += m.get(4 * row + column) * p[column];
            }
            assertThat(found).isCloseTo(expected[row], within(1e-6));
        }
    }

    @Test
    void keepsTheOrderOfMotions() {
        assertThat(floats("approach" + POSE).get(2))
                .as("height at the first image")
                .isEqualTo(0.4f);
        assertThat(floats("grasp/0/reached_pose" + POSE)).isEqualTo(floats("grasp/0/commanded_pose" + POSE));
        assertThat(floats("grasp/0/commanded_pose" + POSE).get(2)).isEqualTo(0.15f);
        assertThat(floats("grasp/1/commanded_pose" + POSE).get(2)).isEqualTo(0.05f);
        assertThat(floats("grasp/0/params").get(2)).isCloseTo(-0.25f, within(1e-6f));
        assertThat(floats("grasp/1/params").get(2)).isCloseTo(-0.1f, within(1e-6f));
    }

    @Test
    void givesTheOpeningAsAShareOfTheOpenGripper() {
        assertThat(floats("gripper/status").get(0)).isCloseTo(0.5f, within(1e-6f));
        assertThat(floats("gripper/opening_meters")).containsExactly(0.031f);
    }

    @Test
    void readersOfPlainExamplesTakeItToo() throws Exception {
        GraspAttempt second = attempt;
        byte[] bytes = FeatureMap.serialize(Brain2016Attempt.of(
                new ExportItem(
                        new SnapshotMember(
                                1,
                                second.id(),
                                Split.TRAIN,
                                second.ended().labels().get(0),
                                ""),
                        second),
                OptionalDouble.of(0.062)));

        assertThat(Example.parseFrom(bytes).getFeatures()).isEqualTo(features);
    }

    private List<Float> floats(String name) {
        return features.getFeatureOrThrow(name).getFloatList().getValueList();
    }

    private String text(String name) {
        return features.getFeatureOrThrow(name).getBytesList().getValue(0).toString(StandardCharsets.UTF_8);
    }
}
