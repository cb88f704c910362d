package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.simulation.CameraMount;
import armfarm.simulation.SimulatedArm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceViewTest {
    private static final WorkspaceLimits WORKSPACE = new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, 0.02, 0.05, 1.5);
    /** Over the workspace, looking straight down, the image's upper side to the left of the robot. */
    private static final Pose ABOVE = new Pose(0.5, 0, 0.9, 1, 0, 0, 0);

    @Test
    void aCameraAboveTheWorkspaceSeesAllOfIt() {
        assertThat(WorkspaceView.outside(camera(ABOVE), WORKSPACE)).isEmpty();
        assertThat(WorkspaceView.middleOutside(camera(ABOVE), WORKSPACE)).isEmpty();
        assertThat(WorkspaceView.lookedAwayFrom(ABOVE, WORKSPACE)).isEmpty();
    }

    @Test
    void aCameraBesideItMissesSomeCorners() {
        CameraInfo camera = camera(new Pose(0.75, 0, 0.9, 1, 0, 0, 0));

        assertThat(WorkspaceView.outside(camera, WORKSPACE).orElseThrow())
                .contains("4 of the workspace's 8 corners are not in the image of 64 x 48 pixels")
                .contains("x 0.400 y -0.100 z 0.020 m would be at pixel -");
        assertThat(WorkspaceView.middleOutside(camera, WORKSPACE)).isEmpty();
    }

    @Test
    void anInvertedCalibrationIsFound() {
        Pose beside = new Pose(0.5, 0.5, 0.6, Math.sin(1.2), 0, 0, Math.cos(1.2));
        assertThat(WorkspaceView.outside(camera(beside), WORKSPACE)).isEmpty();

        assertThat(WorkspaceView.middleOutside(camera(beside.inverse()), WORKSPACE))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"410, 520, 630", "0.5, 0, -0.9", "0.5, 3, 0.9"})
    void aCameraElsewhereDoesNotSeeIt(double x, double y, double z) {
        Pose pose = new Pose(x, y, z, 1, 0, 0, 0);

        assertThat(WorkspaceView.outside(camera(pose), WORKSPACE).orElseThrow()).startsWith("8 of the workspace's");
    }

    @Test
    void aPoseInMillimetresIsFoundAlsoWhereItWouldBeInTheImage() {
        CameraInfo camera = camera(new Pose(0.5, 0, 900, 1, 0, 0, 0));

        assertThat(WorkspaceView.middleOutside(camera, WORKSPACE).orElseThrow())
                .contains("is 900.0 m before the camera");
    }

    @Test
    void whatIsBehindTheCameraIsNotTakenForSeen() {
        Pose up = new Pose(0.5, 0, 0.9, 0, 0, 0, 1);

        assertThat(WorkspaceView.middleOutside(camera(up), WORKSPACE).orElseThrow())
                .contains("is behind the camera");
        assertThat(WorkspaceView.lookedAwayFrom(up, WORKSPACE).orElseThrow())
                .contains("180 degrees off the camera's axis, 0.87 m away");
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "128, 128", "320, 240", "640, 128", "128, 640"})
    void simulatedCamerasSeeTheirWorkspaceWhateverTheirSizeAndMounting(int width, int height) {
        for (long seed = 0; seed < 50; seed++) {
            CameraInfo camera = CameraMount.camera(width, height, seed);

            assertThat(WorkspaceView.outside(camera, SimulatedArm.WORKSPACE))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static CameraInfo camera(Pose inBase) {
        return new CameraInfo(64, 48, 90, 90, 32, 24, inBase);
    }
}
