package armfarm.simulation.gazebo;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.messages.DepthImage;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArm;
import armfarm.simulation.SimulationPace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("gazebo")
@ExtendWith(GazeboEvidence.class)
class GazeboIT {
    private static final double HOVER_METERS = 0.18;
    private static final double LIFTED_METERS = 0.27;
    private static final double NOTHING_HELD_METERS = 0.001;
    private static final double[] YAWS = {0, Math.PI / 4, -Math.PI / 4};

    private static GazeboFarm farm;

    @BeforeAll
    static void starts() {
        farm = GazeboFarm.start(2, true);
    }

    @AfterAll
    static void stops() {
        if (farm != null) {
            farm.close();
        }
    }

    @Test
    void camerasShowTheirBinsInOrder() {
        for (ArmId arm : farm.arms) {
            try (RosArmCell cell = farm.connect(arm)) {
                CapturedImage first = cell.capture();
                fill(cell, ObjectSet.TRAINING, 3);
                CapturedImage filled = cell.capture();

                assertThat(brightness(first.image())).isBetween(60.0, 220.0);
                assertThat(colors(filled.image())).isGreaterThan(50);
                assertThat(filled.image()).isNotEqualTo(first.image());
                assertThat(filled.stamp()).isAfter(first.stamp());
                assertThat(cell.camera().widthPixels()).isEqualTo(320);
            }
        }
    }

    /** Both simulations have the same bin under the same camera, and know nothing of one another. */
    @Test
    void depthIsThatOfTheEmbeddedSimulationsBinButWhereObjectsAre() {
        ArmId arm = farm.arms.get(1);
        try (RosArmCell cell = farm.connect(arm, true)) {
            cell.openGripper();
            cell.moveTo(cell.homeInBase());
            fill(cell, ObjectSet.TRAINING, 4);
            DepthImage depth = cell.capture().depth().orElseThrow();
            SimulatedArm embedded = new SimulatedArm(
                    ObjectCatalog.defaults(), 320, 240, GazeboFarm.SEED + 1, SimulationPace.asFastAsPossible());
            embedded.capture();
            DepthImage empty = embedded.depth();

            assertThat(cell.camera()
                            .cameraInBase()
                            .distanceMeters(embedded.camera().cameraInBase()))
                    .isLessThan(1e-6);
            assertThat(share(depth, (x, y) -> Math.abs(depth.meters(x, y) - empty.meters(x, y)) < 0.005))
                    .as("pixels at the empty bin's depth")
                    .isGreaterThan(0.7);
            assertThat(share(depth, (x, y) -> depth.meters(x, y) < empty.meters(x, y) - 0.01))
                    .as("pixels with an object")
                    .isBetween(0.01, 0.3);
            assertThat(share(depth, (x, y) -> depth.meters(x, y) > empty.meters(x, y) + 0.01))
                    .as("pixels behind the bin")
                    .isLessThan(0.02);
        }
    }

    private interface Pixel {
        boolean fits(int x, int y);
    }

    /** Of all pixels. */
    private static double share(DepthImage size, Pixel pixel) {
        long count = 0;
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                count += pixel.fits(column, row) ? 1 : 0;
            }
        }
        return (double) count / (size.width() * size.height());
    }

    @Test
    void armGoesWhereItIsTold() {
        try (RosArmCell cell = farm.connect(farm.arms.get(1));
                Places places = new Places(farm.arms.get(1), farm.master.uri())) {
            for (double yaw : YAWS) {
                Pose wanted = Pose.topDown(0.55 + 0.05 * yaw, 0.05, HOVER_METERS, yaw);
                Pose reached = cell.moveTo(wanted);
                double[] tip = places.awaitTip(reached);

                assertThat(reached.distanceMeters(wanted)).isLessThan(0.002);
                assertThat(Math.hypot(tip[0] - wanted.xMeters(), tip[1] - wanted.yMeters()))
                        .isLessThan(0.003);
                assertThat(tip[2]).isBetween(HOVER_METERS - 0.003, HOVER_METERS + 0.003);
            }
            Pose home = cell.moveTo(cell.homeInBase());

            assertThat(home.distanceMeters(cell.homeInBase())).isLessThan(0.002);
        }
    }

    @Test
    void graspsLiftWhatTheyHoldAndNothingElse() {
        ArmId arm = farm.arms.get(0);
        try (RosArmCell cell = farm.connect(arm);
                Places places = new Places(arm, farm.master.uri())) {
            SceneState scene = fill(cell, ObjectSet.HELD_OUT, 0x2a);
            places.awaitScene(scene.sceneId());
            Optional<String> held = Optional.empty();
            for (int i = 0; i < 6 && held.isEmpty(); i++) {
                String object = places.easiest().get(0);
                held = attempt(cell, places.grasp(object, YAWS[i % YAWS.length]), true);
                places.awaitTip(cell.homeInBase());
            }
            Optional<String> nothing = attempt(cell, places.emptiest(), false);

            assertThat(scene).isEqualTo(new SceneState("held-2a", ObjectSet.HELD_OUT));
            assertThat(held.orElseThrow())
                    .startsWith("held-")
                    .isIn(places.objects().keySet());
            assertThat(nothing).isEmpty();
            assertThat(farm.server.problem()).isEmpty();
        }
    }

    /** Grasps, lifts and drops; the fingers must know what the simulator knows. */
    private static Optional<String> attempt(RosArmCell cell, Pose grasp, boolean mayHold) {
        cell.openGripper();
        cell.moveTo(at(grasp, HOVER_METERS));
        cell.moveTo(grasp);
        GripperState closed = cell.closeGripper();
        cell.moveTo(at(grasp, LIFTED_METERS));
        GripperState lifted = cell.gripper();
        Optional<String> held = cell.truth().orElseThrow().heldObject();

        assertThat(held.isPresent()).isEqualTo(lifted.openingMeters() > NOTHING_HELD_METERS);
        if (!mayHold) {
            assertThat(closed.openingMeters()).isLessThan(NOTHING_HELD_METERS);
        }
        cell.openGripper();
        cell.moveTo(cell.homeInBase());
        return held;
    }

    private static SceneState fill(RosArmCell cell, ObjectSet set, long seed) {
        return cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, set, seed));
    }

    private static Pose at(Pose pose, double zMeters) {
        return Pose.topDown(pose.xMeters(), pose.yMeters(), zMeters, pose.yawRadians());
    }

    private static double brightness(RgbImage image) {
        byte[] pixels = image.pixels();
        return IntStream.range(0, pixels.length)
                .map(i -> pixels[i] & 255)
                .average()
                .orElseThrow();
    }

    private static long colors(RgbImage image) {
        byte[] pixels = image.pixels();
        List<Integer> reduced = IntStream.range(0, pixels.length / 3)
                .map(i -> (pixels[3 * i] & 0xf0) << 8 | (pixels[3 * i + 1] & 0xf0) << 4 | (pixels[3 * i + 2] & 0xf0))
                .boxed()
                .toList();
        return reduced.stream().distinct().count();
    }
}
