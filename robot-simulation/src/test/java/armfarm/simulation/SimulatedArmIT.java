package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.kinematics.SerialArm;
import armfarm.messages.DepthImage;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.SuccessRate;
import armfarm.messages.cell.SceneRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sim")
class SimulatedArmIT {
    private static final SceneRequest SCENE = new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, 3);

    @Test
    void randomGraspsSucceedSometimesAndTheOracleNearlyAlways() {
        SimBenchmark.Report report = SimBenchmark.run(64, 120, 1);

        assertThat(report.random().rate()).isBetween(0.10, 0.30);
        assertThat(report.oracle().rate()).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void sameSeedGivesTheSameAttemptsOnEveryThread() {
        CompletableFuture<List<Object>> one = CompletableFuture.supplyAsync(SimulatedArmIT::trace);
        CompletableFuture<List<Object>> two = CompletableFuture.supplyAsync(SimulatedArmIT::trace);

        assertThat(one.orTimeout(60, TimeUnit.SECONDS).join())
                .isEqualTo(two.orTimeout(60, TimeUnit.SECONDS).join());
    }

    @Test
    void sceneDependsOnItsSeedNotOnWhatWasBefore() {
        SimulatedArm fresh = arm();
        fresh.arrange(SCENE);
        SimulatedArm used = arm();
        used.arrange(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 9));
        SimBenchmark.collect(used, new RandomGrasps(new SplittableRandom(1)), 3, 4, result -> {});
        used.arrange(SCENE);

        assertThat(used.capture()).isEqualTo(fresh.capture());
        assertThat(used.scene()).isEqualTo(fresh.scene());
        assertThat(used.scene().sceneId()).isEqualTo("train-3");
    }

    @Test
    void depthOfAPictureHasTheNoiseOfItsArmAndPictureAndIsTheSameAgain() {
        SimulatedArm arm = arm();
        arm.capture();

        DepthImage first = arm.depth();
        DepthImage again = arm.depth();
        arm.capture();
        DepthImage next = arm.depth();
        SimulatedArm same = arm();
        same.capture();

        assertThat(again).isEqualTo(first);
        assertThat(same.depth()).isEqualTo(first);
        double squares = 0; // nothing moved between the two pictures: they differ by the noise of both
        for (int i = 0; i < first.millimeters().length; i++) {
            squares += Math.pow(next.millimeters()[i] - first.millimeters()[i], 2);
        }
        double millimeters = Math.sqrt(squares / first.millimeters().length / 2);
        assertThat(millimeters).isBetween(0.97, 1.12); // 1 mm, and what rounding to whole ones adds
    }

    @Test
    void stirringKeepsTheObjectsAndMovesThem() {
        SimulatedArm arm = arm();
        arm.arrange(SCENE);
        List<String> before =
                arm.objects().stream().map(object -> object.spec().id()).toList();
        RgbImage image = arm.capture();

        arm.arrange(new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.HELD_OUT, 8));

        assertThat(arm.objects()).extracting(object -> object.spec().id()).isEqualTo(before);
        assertThat(arm.capture()).isNotEqualTo(image);
        assertThat(arm.scene().objectSet()).isEqualTo(ObjectSet.TRAINING);
    }

    @Test
    void theFloorStopsTheArmAndTheJointsSaySo() {
        SimulatedArm arm = new SimulatedArm(new ObjectCatalog(1, 0, 0), 64, 64, 1, SimulationPace.asFastAsPossible());
        SerialArm kinematics = SimulatedArm.newKinematics();
        move(arm, kinematics, Pose.topDown(0.55, 0, 0.20, 0.3), 1);

        move(arm, kinematics, Pose.topDown(0.55, 0, -0.05, 0.3), 1);

        Pose measured = kinematics.gripperInBase(arm.measuredJoints());
        assertThat(measured.zMeters()).isBetween(-0.002, 0.002);
        assertThat(measured.distanceMeters(arm.gripperInBase())).isLessThan(5e-4);
    }

    @Test
    void fingersStopAtTheCommandedOpeningAndTakeTime() {
        SimulatedArm arm = new SimulatedArm(new ObjectCatalog(1, 0, 0), 64, 64, 1, SimulationPace.asFastAsPossible());
        SerialArm kinematics = SimulatedArm.newKinematics();
        move(arm, kinematics, Pose.topDown(0.55, 0, 0.05, 0), 1);
        double start = arm.simTimeSeconds();

        GripperState half = arm.commandGripper(0.04, 12);
        GripperState closed = arm.commandGripper(0, 12);

        assertThat(half.openingMeters()).isBetween(0.0395, 0.0405);
        assertThat(half.stalled()).isFalse();
        assertThat(closed.openingMeters()).isLessThan(SimulatedArm.NOTHING_HELD_BELOW_METERS);
        assertThat(arm.simTimeSeconds() - start).isBetween(0.15, 0.6);
    }

    @Test
    void realTimeWaitsForTheClock() {
        long[] nanos = {0};
        SimulationPace pace = SimulationPace.realTime(() -> nanos[0] += 400_000);
        pace.reached(1);

        pace.reached(1.01);

        assertThat(nanos[0]).isGreaterThanOrEqualTo(9_000_000);
    }

    /** What is measured, seen and true. */
    private static List<Object> trace() {
        SimulatedArm arm = arm();
        List<Object> trace = new ArrayList<>();
        SuccessRate rate = SimBenchmark.collect(arm, new RandomGrasps(new SplittableRandom(2)), 20, 2, result -> {
            trace.add(result.openingMeters());
            trace.add(result.held());
            trace.add(result.before());
        });
        trace.add(rate);
        trace.add(arm.simTimeSeconds());
        return trace;
    }

    private static SimulatedArm arm() {
        return new SimulatedArm(ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible());
    }

    private static void move(SimulatedArm arm, SerialArm kinematics, Pose goal, double seconds) {
        List<double[]> line = kinematics.straightLine(arm.measuredJoints(), goal);
        double[] times = new double[line.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = seconds * (i + 1) / times.length;
        }
        arm.followTrajectory(line, times);
    }
}
