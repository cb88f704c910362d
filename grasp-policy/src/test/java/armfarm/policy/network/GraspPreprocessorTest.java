package armfarm.policy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.SceneView;
import java.util.Arrays;
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

        byte[] crop = preprocessor.crop(new SceneView(image, camera), grasp);

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

        float[] mean = new NetworkPredictor(preprocessor, oneSided)
                .on(new SceneView(image, camera))
                .averaged(grasps);

        FeatureBatch seen = batch(image, camera, grasps);
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
            byte[] crop = preprocessor.crop(new SceneView(image, camera), Pose.topDown(x, x / 2, 0.015, 0.7));

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
                        .on(new SceneView(image, camera))
                        .causesOfFailure(Pose.topDown(0.03, 0.02, 0.012, 0.4)))
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

        FeatureBatch seen = batch(Picture.of(camera, SPEC.cropPlaneZMeters(), scene), camera, List.of(grasp));
        FeatureBatch inMirror = batch(
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

        FeatureBatch both = batch(image, camera, List.of(grasp, turned));

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

        assertThat(preprocessor.crop(new SceneView(halfImage, camera), grasp))
                .isEqualTo(preprocessor.crop(new SceneView(halfImage, half), grasp));
    }

    @Test
    void heightsAreAFourthChannelBesideTheSameColors() {
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), (x, y, channel) -> 120 + 900 * x - 500 * y);
        DepthImage depth = Relief.of(camera, Relief.box(Pose.topDown(0, 0, 0, 0), 0.03, 0.03, 0.03));
        List<Pose> grasps = List.of(Pose.topDown(0, 0, 0.02, 0.4), Pose.topDown(0.01, 0.02, 0.01, -0.7));

        FeatureBatch colors = batch(image, camera, grasps);
        FeatureBatch both = new GraspPreprocessor(Batches.WITH_HEIGHTS)
                .scene(new SceneView(image, Optional.of(depth), camera))
                .batch(grasps);

        assertThat(both.commands()).isEqualTo(colors.commands());
        assertThat(both.channels()).isEqualTo(4);
        int plane = 48 * 48;
        for (int i = 0; i < 2; i++) {
            assertThat(Arrays.copyOfRange(both.crops(), 4 * plane * i, 4 * plane * i + 3 * plane))
                    .isEqualTo(Arrays.copyOfRange(colors.crops(), 3 * plane * i, 3 * plane * (i + 1)));
            // The box in the middle and the floor in the corner, in units of 2 cm above the tip.
            double tip = grasps.get(i).zMeters();
            assertThat((double) both.crops()[4 * plane * i + 3 * plane + 24 * 48 + 24])
                    .isCloseTo((0.03 - tip) / 0.02, within(0.08));
            assertThat((double) both.crops()[4 * plane * i + 3 * plane]).isCloseTo(-tip / 0.02, within(0.08));
        }
        FeatureBatch views = both.mirrored(Batches.WITH_HEIGHTS);
        assertThat(views.crops()).hasSize(4 * 2 * 4 * plane);
        // Flipped columns: the second of the four views.
        int second = 2 * 4 * plane + 3 * plane;
        assertThat(views.crops()[second]).isEqualTo(both.crops()[3 * plane + 47]);
    }

    @Test
    void aNetworkThatSeesDepthRefusesAnImageWithoutAnyAndANetworkThatDoesNotIgnoresIt() {
        CameraInfo camera = Picture.camera(0.16);
        RgbImage image = Picture.of(camera, SPEC.cropPlaneZMeters(), (x, y, channel) -> 100);
        DepthImage blind = new DepthImage(128, 128, new short[128 * 128]);
        GraspPreprocessor seesDepth = new GraspPreprocessor(Batches.WITH_HEIGHTS);

        assertThatThrownBy(() -> seesDepth.scene(new SceneView(image, camera)))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE))
                .hasMessageContaining("came without depth")
                .hasMessageContaining("learning.input");
        assertThatThrownBy(() -> seesDepth.scene(new SceneView(image, Optional.of(blind), camera)))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("nothing within reach");
        assertThat(preprocessor
                        .scene(new SceneView(image, Optional.of(blind), camera))
                        .batch(List.of(Pose.topDown(0, 0, 0.01, 0)))
                        .crops())
                .hasSize(3 * 48 * 48);
    }

    private FeatureBatch batch(RgbImage image, CameraInfo camera, List<Pose> grasps) {
        return preprocessor.scene(new SceneView(image, camera)).batch(grasps);
    }

    /** Along the crop's axis from the grasp, of a row or column's centre. */
    private static double metersOf(int index) {
        return (index - 23.5) * 0.144 / 48;
    }
}
