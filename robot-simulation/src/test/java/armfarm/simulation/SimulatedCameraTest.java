package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
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

        double[] expected = pixelOf(info, thingInBin[0], thingInBin[1], thingInBin[2]);
        double[] seen = centreOfRed(image);
        assertThat(seen[2]).isBetween(30.0, 60.0);
        assertThat(seen[0]).isCloseTo(expected[0], within(0.5));
        assertThat(seen[1]).isCloseTo(expected[1], within(0.5));
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
    void depthPutsEveryPixelOfTheEmptyBinsFloorOnTheFloor() {
        CameraInfo info = CameraMount.camera(128, 128, 11);
        SimulatedCamera camera = new SimulatedCamera(info);
        camera.begin();

        DepthImage depth = camera.depth(() -> 0);

        int floor = 0;
        for (int row = 0; row < depth.height(); row++) {
            for (int column = 0; column < depth.width(); column++) {
                double[] seen = inBin(info, depth, column, row);
                if (Math.abs(seen[0]) < 0.1 && Math.abs(seen[1]) < 0.1) {
                    assertThat(seen[2]).as("height of (%s, %s)", column, row).isCloseTo(0, within(6e-4));
                    floor++;
                }
            }
        }
        assertThat(floor).isGreaterThan(1500);
    }

    @Test
    void depthMeasuresHowHighThingsAre() {
        CameraInfo info = CameraMount.camera(128, 128, 11);
        SimulatedCamera camera = new SimulatedCamera(info);
        camera.begin();
        camera.draw(Mesh.box(0.03, 0.03, 0.025), new Placement().at(0.02, -0.03, 0.025), RED);

        DepthImage depth = camera.depth(() -> 0);

        double[] pixel = pixelOf(info, 0.02, -0.03, 0.05);
        double[] top = inBin(info, depth, (int) pixel[0], (int) pixel[1]);
        assertThat(top[0]).isCloseTo(0.02, within(0.004));
        assertThat(top[1]).isCloseTo(-0.03, within(0.004));
        assertThat(top[2]).isCloseTo(0.05, within(6e-4));
    }

    @Test
    void depthIsOffByItsNoise() {
        SimulatedCamera camera = new SimulatedCamera(CameraMount.camera(64, 64, 11));
        camera.begin();

        DepthImage exact = camera.depth(() -> 0);
        DepthImage noisy = camera.depth(() -> 0.003);

        for (int i = 0; i < exact.millimeters().length; i++) {
            assertThat(noisy.millimeters()[i] - exact.millimeters()[i]).isEqualTo(3);
        }
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

    /** Column and row of a point in the bin's frame, metres. */
    private static double[] pixelOf(CameraInfo info, double x, double y, double z) {
        Pose inBase = Bin.BIN_IN_BASE.compose(new Pose(x, y, z, 0, 0, 0, 1));
        Pose inCamera = info.cameraInBase().inverse().compose(inBase);
        return new double[] {
            info.fxPixels() * inCamera.xMeters() / inCamera.zMeters() + info.cxPixels(),
            info.fyPixels() * inCamera.yMeters() / inCamera.zMeters() + info.cyPixels()
        };
    }

    /** The point in the bin's frame, metres, that is seen in the middle of a pixel. */
    private static double[] inBin(CameraInfo info, DepthImage depth, int column, int row) {
        double z = depth.meters(column, row);
        double x = (column + 0.5 - info.cxPixels()) / info.fxPixels() * z;
        double y = (row + 0.5 - info.cyPixels()) / info.fyPixels() * z;
        Pose inBase = info.cameraInBase().compose(new Pose(x, y, z, 0, 0, 0, 1));
        Pose inBin = Bin.BIN_IN_BASE.inverse().compose(inBase);
        return new double[] {inBin.xMeters(), inBin.yMeters(), inBin.zMeters()};
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
