package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedCameraTest {
    private static final int RED = 0xFF0000;

    @Test
    void drawsAThingWhereTheCameraInfoProjectsIt() {
        CameraInfo info = CameraMount.camera(128, 128, 11);
        SimulatedCamera camera = new SimulatedCamera(info);
        double[] thingInBin = {0.05, -0.04, 0.03};

        camera.begin();
        camera.draw(
                Mesh.of(List.of(ObjectPart.sphere(0.012))),
                new Placement().at(thingInBin[0], thingInBin[1], thingInBin[2]),
                RED);
        RgbImage image = camera.finish();

        Pose thingInBase = Bin.BIN_IN_BASE.compose(new Pose(thingInBin[0], thingInBin[1], thingInBin[2], 0, 0, 0, 1));
        Pose thingInCamera = info.cameraInBase().inverse().compose(thingInBase);
        double column = info.fxPixels() * thingInCamera.xMeters() / thingInCamera.zMeters() + info.cxPixels();
        double row = info.fyPixels() * thingInCamera.yMeters() / thingInCamera.zMeters() + info.cyPixels();
        double[] seen = centreOfRed(image);
        assertThat(seen[2]).isBetween(30.0, 60.0);
        assertThat(seen[0]).isCloseTo(column, within(0.5));
        assertThat(seen[1]).isCloseTo(row, within(0.5));
    }

    @Test
    void aThingShadesTheFloorBesideIt() {
        SimulatedCamera camera = new SimulatedCamera(CameraMount.camera(128, 128, 0));
        camera.begin();
        RgbImage empty = camera.finish();
        camera.begin();
        camera.draw(Mesh.box(0.02, 0.02, 0.03), new Placement().at(0, 0, 0.03), RED);
        RgbImage image = camera.finish();

        int darker = 0;
        for (int i = 0; i < image.pixels().length; i += 3) {
            boolean red = (image.pixels()[i] & 255) > 2 * (image.pixels()[i + 1] & 255);
            boolean darkened = (image.pixels()[i + 1] & 255) < 0.8 * (empty.pixels()[i + 1] & 255);
            darker += !red && darkened ? 1 : 0;
        }

        assertThat(darker).isBetween(60, 1500);
    }

    @Test
    void everyArmHasItsOwnSmallMountingError() {
        Pose exact = CameraMount.camera(64, 64, 0).cameraInBase();
        Pose first = CameraMount.camera(64, 64, 1).cameraInBase();
        Pose second = CameraMount.camera(64, 64, 2).cameraInBase();

        assertThat(first.distanceMeters(exact)).isBetween(1e-4, 0.04);
        assertThat(second.distanceMeters(first)).isGreaterThan(1e-4);
        assertThat(exact.xMeters()).isCloseTo(0.55 - 0.34, within(1e-9));
        assertThat(exact.rotate(0, 0, 1)[2]).as("looks down").isLessThan(-0.5);
        assertThat(exact.rotate(1, 0, 0)[1]).as("image right is base right").isLessThan(-0.5);
    }

    /** Column, row and number of red pixels. */
    private static double[] centreOfRed(RgbImage image) {
        double columns = 0;
        double rows = 0;
        double count = 0;
        for (int i = 0; i < image.width() * image.height(); i++) {
            int red = image.pixels()[3 * i] & 255;
            int green = image.pixels()[3 * i + 1] & 255;
            if (red > 80 && green < 10) {
                columns += i % image.width() + 0.5;
                int row = i / image.width();
                rows += row + 0.5;
                count++;
            }
        }
        return new double[] {columns / count, rows / count, count};
    }
}
