package armfarm.policy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraspPreprocessorTest {
    private static final FeatureSpec SPEC =
            FeatureSpec.of(new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2));

    private final GraspPreprocessor preprocessor = new GraspPreprocessor(SPEC);

    @Test
    void putsAKnownPointWhereTheGripperSeesIt() {
        Pose grasp = Pose.topDown(0.03, -0.02, 0.015, 0.6);
        // 3 cm along the closing axis and 2 cm back along the gripper's x axis.
        Pose markInBase = grasp.compose(new Pose(-0.02, 0.03, 0, 0, 0, 0, 1));
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), (x, y, channel) -> {
            double dx = x - markInBase.xMeters();
            double dy = y - markInBase.yMeters();
            return 250 * Math.exp(-(dx * dx + dy * dy) / (0.006 * 0.006));
        });

        byte[] crop = preprocessor.crop(image, camera, grasp);

        int brightest = 0;
        for (int i = 0; i < 48 * 48; i++) {
            if ((crop[i] & 0xff) > (crop[brightest] & 0xff)) {
                brightest = i;
            }
        }
        assertThat(metersOf(brightest / 48)).isCloseTo(-0.02, within(0.003));
        assertThat(metersOf(brightest % 48)).isCloseTo(0.03, within(0.003));
    }

    @Test
    void theMeanOverTheViewsIsTheSameWhicheverOfThemIsSeen() {
        GraspScorer oneSided = batch -> {
            float[] scores = new float[batch.size()];
            int size = batch.crops().length / batch.size();
            for (int i = 0; i < scores.length; i++) {
                // The first pixel of each crop and the command's second number: other values in every view.
                scores[i] = batch.crops()[i * size] + 3 * batch.commands()[i * FeatureSpec.COMMAND_SIZE + 1];
            }
            return scores;
        };
        Picture.Color scene = (x, y, channel) -> 120 + 90 * Math.sin(40 * x + 70 * y + channel) * Math.cos(55 * y);
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), scene);
        List<Pose> grasps = List.of(Pose.topDown(0.03, 0.02, 0.012, 0.4), Pose.topDown(-0.02, 0.01, 0.02, -1));

        float[] mean = new NetworkPredictor(preprocessor, oneSided).averagedLogits(image, camera, grasps);

        FeatureBatch seen = preprocessor.batch(image, camera, grasps);
        int size = seen.crops().length / 2;
        for (int i = 0; i < 2; i++) {
            float corners = 0;
            for (int corner : new int[] {0, 47, 47 * 48, 48 * 48 - 1}) {
                corners += seen.crops()[i * size + corner] / 4;
            }
            assertThat(mean[i]).isCloseTo(corners, within(1e-4f)); // the command's sign cancels out
        }
    }

    /** Brightest beside darkest, and half of the crop beyond the border: nothing of a colour runs into another. */
    @Test
    void keepsTheColoursApartToTheBorderAndBeyond() {
        CameraInfo camera = Picture.camera(0.16);
        int[] wanted = {255, 0, 255};
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), (x, y, channel) -> wanted[channel]);

        for (double x : new double[] {0, 0.1, 0.5, -0.5}) {
            byte[] crop = preprocessor.crop(image, camera, Pose.topDown(x, x / 2, 0.015, 0.7));

            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < 48 * 48; i++) {
                    assertThat(crop[channel * 48 * 48 + i] & 0xff).isEqualTo(wanted[channel]);
                }
            }
        }
    }

    @Test
    void theCausesAreTheMeanOverTheViewsOfOneGrasp() {
        GraspScorer oneSided = new GraspScorer() {
            @Override
            public float[] score(FeatureBatch batch) {
                throw new AssertionError("nothing is to be scored");
            }

            @Override
            public Optional<float[]> causesOfFailure(FeatureBatch batch) {
                assertThat(batch.size()).isEqualTo(4);
                return Optional.of(new float[] {1, 0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f});
            }
        };
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), (x, y, channel) -> 120);

        assertThat(new NetworkPredictor(preprocessor, oneSided)
                        .causesOfFailure(image, camera, Pose.topDown(0.03, 0.02, 0.012, 0.4)))
                .contains(new PredictedCauses(0.5, 0.3125, 0.1875));
    }

    @Test
    void mirroringTheSceneFlipsTheCropAndTheClosingAxis() {
        // The mirror is the plane y = 0 and the gripper's x axis lies in it.
        Picture.Color scene = (x, y, channel) -> 120 + 90 * Math.sin(40 * x + 70 * y + channel) * Math.cos(55 * y);
        Picture.Color mirrored = (x, y, channel) -> scene.at(x, -y, channel);
        CameraInfo camera = Picture.camera(0.16);
        CameraInfo mirroredCamera = Picture.camera(-0.16);
        Pose grasp = Pose.topDown(0.03, 0.02, 0.012, 0.4);
        Pose mirroredGrasp = Pose.topDown(0.03, -0.02, 0.012, -0.4);

        FeatureBatch seen =
                preprocessor.batch(Picture.of(camera, SPEC.cropPlaneZMeters(), scene), camera, List.of(grasp));
        FeatureBatch inMirror = preprocessor.batch(
                Picture.of(mirroredCamera, SPEC.cropPlaneZMeters(), mirrored), mirroredCamera, List.of(mirroredGrasp));

        float[] command = seen.commands();
        assertThat(inMirror.commands())
                .containsExactly(
                        new float[] {command[0], -command[1], command[2], -command[3], command[4]}, within(1e-6f));
        assertThat(inMirror.crops()).hasSize(3 * 48 * 48);
        for (int row = 0; row < 3 * 48; row++) {
            for (int column = 0; column < 48; column++) {
                assertThat(inMirror.crops()[row * 48 + column])
                        .isCloseTo(seen.crops()[row * 48 + 47 - column], within(1.01f / 60));
            }
        }
    }

    @Test
    void turningTheGripperByPiTurnsCropAndCommand() {
        Picture.Color scene = (x, y, channel) -> 120 + 90 * Math.sin(40 * x + 70 * y + channel);
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), scene);
        Pose grasp = Pose.topDown(0.03, 0.02, 0.012, 0.4);
        Pose turned = Pose.topDown(0.03, 0.02, 0.012, 0.4 - Math.PI);

        FeatureBatch both = preprocessor.batch(image, camera, List.of(grasp, turned));

        int size = SPEC.cropSize();
        float[] command = both.commands();
        assertThat(new float[] {command[5], command[6], command[7], command[8], command[9]})
                .containsExactly(
                        new float[] {command[0], -command[1], -command[2], -command[3], -command[4]}, within(1e-6f));
        for (int i = 0; i < 48 * 48; i++) {
            assertThat(both.crops()[size + i]).isCloseTo(both.crops()[48 * 48 - 1 - i], within(1.01f / 60));
        }
    }

    @Test
    void normalisesHeightOverTheGraspSpace() {
        CameraInfo camera = Picture.camera(0.16);

        assertThat(preprocessor.command(camera, Pose.topDown(0, 0, 0.0095, 0))[0])
                .isCloseTo(-1, within(1e-6f));
        assertThat(preprocessor.command(camera, Pose.topDown(0, 0, 0.0245, 0))[0])
                .isCloseTo(1, within(1e-6f));
    }

    @Test
    void scalesTheCameraToTheImageItIsGiven() {
        Picture.Color scene = (x, y, channel) -> 120 + 90 * Math.sin(20 * x + 30 * y + channel);
        CameraInfo camera = Picture.camera(0.16);
        CameraInfo half = camera.scaledTo(64, 64);
        RgbImage halfImage = Picture.of(half, SPEC.cropPlaneZMeters(), scene);
        Pose grasp = Pose.topDown(0.01, 0.02, 0.012, 0.4);

        assertThat(preprocessor.crop(halfImage, camera, grasp)).isEqualTo(preprocessor.crop(halfImage, half, grasp));
    }

    /** Along the crop's axis from the grasp, of a row or column's centre. */
    private static double metersOf(int index) {
        return (index - 23.5) * 0.144 / 48;
    }
}
