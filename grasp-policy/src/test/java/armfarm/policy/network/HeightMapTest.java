package armfarm.policy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;
import armfarm.policy.FeatureSpec;
import org.junit.jupiter.api.Test;

class HeightMapTest {
    private static final FeatureSpec SPEC = Batches.WITH_HEIGHTS;
    private static final int SIZE = SPEC.cropPixels();
    private static final CameraInfo CAMERA = Picture.camera(0.16);
    private static final Pose GRASP = Pose.topDown(0.03, -0.02, 0.015, 0.6);
    /** A pixel's millimetre, and the level's half of one. */
    private static final double ERROR_METERS = 0.0016;

    @Test
    void aFloorIsAsFarBelowTheTipAsTheTipIsAboveIt() {
        byte[] crop = crop(Relief.of(CAMERA, (x, y) -> 0), CAMERA, GRASP);

        for (int i = 0; i < crop.length; i++) {
            assertThat(aboveTip(crop[i])).isCloseTo(-0.015, within(ERROR_METERS));
        }
    }

    @Test
    void aBoxLiesWhereTheGripperSeesItHoweverTheyAreTurned() {
        for (double yaw : new double[] {0.6, -0.9, 1.5}) {
            Pose grasp = Pose.topDown(0.03, -0.02, 0.015, yaw);
            // 3 cm along the closing axis and 2 cm back along the gripper's x axis, 4 cm long and 2 cm wide.
            Pose box = grasp.compose(new Pose(-0.02, 0.03, 0, 0, 0, 0, 1));
            byte[] crop = crop(Relief.of(CAMERA, Relief.box(box, 0.02, 0.01, 0.03)), CAMERA, grasp);

            for (int row = 0; row < SIZE; row++) {
                for (int column = 0; column < SIZE; column++) {
                    double along = Math.abs(metersOf(row) + 0.02) - 0.02;
                    double across = Math.abs(metersOf(column) - 0.03) - 0.01;
                    double outside = Math.max(along, across);
                    // Off its border, where either may be seen, and off the nearer half of the 18 mm it hides.
                    if (outside < -0.005 || outside > 0.015) {
                        assertThat(aboveTip(crop[row * SIZE + column]))
                                .as("yaw %s, row %s, column %s", yaw, row, column)
                                .isCloseTo(outside < 0 ? 0.015 : -0.015, within(ERROR_METERS));
                    }
                }
            }
        }
    }

    @Test
    void whatABoxHidesIsAsHighAsTheBoxInItsNearerHalfAndFloorInTheOther() {
        // The camera looks down at about 60 degrees, so 6 cm hide 3.5 cm behind the box's edge at 1 cm.
        Pose box = Pose.topDown(0, 0, 0, 0);
        DepthImage depth = Relief.of(CAMERA, Relief.box(box, 0.01, 0.04, 0.06));

        byte[] crop = crop(depth, CAMERA, Pose.topDown(0, 0, 0, 0));

        for (int row = 0; row < SIZE; row++) {
            double meters = metersOf(row);
            if (meters > 0.032) {
                assertThat(aboveTip(crop[row * SIZE + SIZE / 2]))
                        .as("row %s", row)
                        .isCloseTo(0, within(ERROR_METERS));
            } else if (meters > -0.006 && meters < 0.023) {
                assertThat(aboveTip(crop[row * SIZE + SIZE / 2]))
                        .as("row %s", row)
                        .isCloseTo(0.06, within(ERROR_METERS));
            }
        }
    }

    @Test
    void pixelsWithoutAReturnTakeTheLowestHeightAroundThem() {
        DepthImage seen = Relief.of(CAMERA, (x, y) -> 0);
        for (int row = 60; row < 70; row++) {
            for (int column = 58; column < 72; column++) {
                seen.millimeters()[row * 128 + column] = DepthImage.NONE;
            }
        }

        byte[] crop = crop(seen, CAMERA, GRASP);

        for (byte level : crop) {
            assertThat(aboveTip(level)).isCloseTo(-0.015, within(ERROR_METERS));
        }
    }

    @Test
    void theMirroredSceneHasTheMirroredMap() {
        Relief.Surface scene = Relief.box(Pose.topDown(0.01, 0.03, 0, 0.5), 0.03, 0.012, 0.04);
        CameraInfo mirroredCamera = Picture.camera(-0.16);

        byte[] crop = crop(Relief.of(CAMERA, scene), CAMERA, Pose.topDown(0.03, 0.02, 0.012, 0.4));
        byte[] inMirror = crop(
                Relief.of(mirroredCamera, (x, y) -> scene.at(x, -y)),
                mirroredCamera,
                Pose.topDown(0.03, -0.02, 0.012, -0.4));

        int differ = 0;
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double here = aboveTip(crop[row * SIZE + column]);
                double there = aboveTip(inMirror[row * SIZE + SIZE - 1 - column]);
                differ += Math.abs(here - there) > ERROR_METERS ? 1 : 0;
            }
        }
        assertThat(differ).as("values off, at the border of the box").isLessThan(SIZE * SIZE / 50);
    }

    @Test
    void heightsBeyondItsRangeAreItsEnds() {
        DepthImage floor = Relief.of(CAMERA, (x, y) -> 0);

        assertThat(crop(floor, CAMERA, Pose.topDown(0, 0, 0.5, 0))).containsOnly((byte) 0);
        assertThat(crop(floor, CAMERA, Pose.topDown(0, 0, -0.5, 0))).containsOnly((byte) 255);
    }

    @Test
    void beyondTheReachOfTheMapItsBorderIsRepeated() {
        byte[] crop = crop(Relief.of(CAMERA, (x, y) -> 0), CAMERA, Pose.topDown(0.9, -2, 0.01, 0.3));

        for (byte level : crop) {
            assertThat(aboveTip(level)).isCloseTo(-0.01, within(ERROR_METERS));
        }
    }

    @Test
    void aCameraOfFewerPixelsSeesTheSame() {
        CameraInfo half = CAMERA.scaledTo(64, 64);
        Relief.Surface scene = Relief.box(Pose.topDown(0, 0, 0, 0), 0.03, 0.03, 0.02);

        // The camera's message may name another size than its images have.
        byte[] crop = crop(Relief.of(half, scene), CAMERA, Pose.topDown(0, 0, 0, 0));

        assertThat(aboveTip(crop[SIZE * SIZE / 2 + SIZE / 2])).isCloseTo(0.02, within(ERROR_METERS));
        assertThat(aboveTip(crop[0])).isCloseTo(0, within(ERROR_METERS));
    }

    @Test
    void isEmptyIfNothingWithinReachCameBack() {
        assertThat(new HeightMap(SPEC, new DepthImage(128, 128, new short[128 * 128]), CAMERA).isEmpty())
                .isTrue();
        assertThat(new HeightMap(SPEC, Relief.of(CAMERA, (x, y) -> 0), CAMERA).isEmpty())
                .isFalse();
    }

    private static byte[] crop(DepthImage depth, CameraInfo camera, Pose grasp) {
        byte[] crop = new byte[SIZE * SIZE];
        new HeightMap(SPEC, depth, camera).write(grasp, crop, 0);
        return crop;
    }

    private static double aboveTip(byte level) {
        return SPEC.height().value(level & 0xff) * SPEC.height().scaleMeters();
    }

    /** Along the crop's axis from the grasp, of a row or column's centre. */
    private static double metersOf(int index) {
        return (index - 23.5) * 0.144 / 48;
    }
}
