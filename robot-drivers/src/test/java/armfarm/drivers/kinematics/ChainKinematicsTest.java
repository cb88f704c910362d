package armfarm.drivers.kinematics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainKinematicsTest {
    private static final int POSES = 2000;
    private static final double[] UR_REST = {0, -1.5, 1.6, -1.6, -1.57, 0};
    private static final double[] IIWA_REST = {0, 0.6, 0, -1.5, 0, 1.0, 0};

    @Test
    void agreesWithPublishedPosturesAtZero() {
        Pose iiwa = arm(PresetChains.iiwa(), IIWA_REST).gripperInBase(new double[7]);
        Pose panda = new ChainPostureProbe(PresetChains.panda()).at(new double[7]);

        // iiwa stretched up: 340 + 400 + 400 + 126 mm. Panda: flange 88 mm forward, 333 + 316 + 384 - 107 mm up.
        assertThat(iiwa.distanceMeters(new Pose(0, 0, 1.266, 0, 0, 0, 1))).isLessThan(1e-6);
        assertThat(panda.distanceMeters(new Pose(0.088, 0, 0.926, 0, 0, 0, 1))).isLessThan(1e-6);
    }

    /** The DH parameters of the UR5e as its maker publishes them, multiplied out independently. */
    @Test
    void agreesWithDenavitHartenbergProductOfTheUr5e() {
        double[] a = {0, -0.425, -0.3922, 0, 0, 0};
        double[] d = {0.1625, 0, 0, 0.1333, 0.0997, 0.0996};
        double[] alpha = {Math.PI / 2, 0, 0, Math.PI / 2, -Math.PI / 2, 0};
        ChainKinematics arm = arm(PresetChains.ur5e(), UR_REST);
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 200; n++) {
            double[] q = random.doubles(6, -3, 3).toArray();
            // ROS turns the base link by half a turn against the maker's base.
            Pose expected = new Pose(0, 0, 0, 0, 0, 1, 0);
            for (int i = 0; i < 6; i++) {
                expected = expected.compose(new Pose(0, 0, d[i], 0, 0, Math.sin(q[i] / 2), Math.cos(q[i] / 2)))
                        .compose(new Pose(a[i], 0, 0, Math.sin(alpha[i] / 2), 0, 0, Math.cos(alpha[i] / 2)));
            }

            Pose found = arm.gripperInBase(q);

            assertThat(found.distanceMeters(expected)).isLessThan(1e-6);
            assertThat(CartesianLine.angleRadians(found, expected)).isLessThan(1e-6);
        }
    }

    @Test
    void reachesRandomPosesOfASevenJointArmInsideItsLimits() {
        reachesRandomPoses(PresetChains.iiwa(), IIWA_REST);
    }

    @Test
    void reachesRandomPosesOfASixJointArmInsideItsLimits() {
        reachesRandomPoses(PresetChains.ur5e(), UR_REST);
    }

    @Test
    void reachesRandomPosesOfAnArmWithNarrowLimits() {
        reachesRandomPoses(PresetChains.panda(), new double[] {0, -0.7, 0, -2.3, 0, 1.6, 0.8});
    }

    @Test
    void reachesRandomPosesOfTheOtherPresets() {
        double[] baxterRest = {0, -0.55, 0, 0.75, 0, 1.26, 0};
        for (String side : List.of("left", "right")) {
            reachesRandomPoses(PresetChains.read("rethink_baxter_" + side, "base", side + "_hand"), baxterRest);
        }
        reachesRandomPoses(
                PresetChains.read("rethink_sawyer", "base", "right_hand"), new double[] {0, -1, 0, 2, 0, 0.6, 1.5});
    }

    private static void reachesRandomPoses(KinematicChain chain, double[] rest) {
        ChainKinematics arm = arm(chain, rest);
        SplittableRandom random = new SplittableRandom(11);
        for (int n = 0; n < POSES; n++) {
            Pose goal = arm.gripperInBase(randomPosture(chain, random));

            double[] found = arm.solve(rest, goal);

            Pose reached = arm.gripperInBase(found);
            assertThat(reached.distanceMeters(goal)).as("pose %s", n).isLessThan(1.01e-4);
            assertThat(CartesianLine.angleRadians(reached, goal))
                    .as("pose %s", n)
                    .isLessThan(1.01e-3);
            for (int j = 0; j < found.length; j++) {
                assertThat(chain.joints().get(j).limits().contains(found[j], 0))
                        .as("%s of pose %s at %s", chain.joints().get(j).name(), n, found[j])
                        .isTrue();
            }
        }
    }

    @Test
    void staysInThePostureItIsIn() {
        KinematicChain chain = PresetChains.ur5e();
        ChainKinematics arm = arm(chain, UR_REST);
        SplittableRandom random = new SplittableRandom(5);
        int stayed = 0;
        for (int n = 0; n < 1000; n++) {
            double[] truth = randomPosture(chain, random);
            double[] present = IntStream.range(0, truth.length)
                    .mapToDouble(j -> chain.joints().get(j).limits().clamp(truth[j] + random.nextDouble(-0.15, 0.15)))
                    .toArray();

            double[] found = arm.solve(present, arm.gripperInBase(truth));

            stayed += InverseKinematics.furthest(found, present) < 0.4 ? 1 : 0;
        }

        // Near a singular posture another solution may be as near as the one the pose was made of.
        assertThat(stayed).isGreaterThan(960);
    }

    @Test
    void takesWholeTurnsTowardsThePresentPosture() {
        ChainKinematics arm = arm(PresetChains.ur5e(), UR_REST);
        double[] wound = UR_REST.clone();
        wound[5] = 5.5;

        double[] found = arm.solve(wound, arm.gripperInBase(UR_REST).compose(turnedAboutZ(-0.3)));

        assertThat(found[5]).isCloseTo(2 * Math.PI - 0.3, within(0.01));
    }

    private static Pose turnedAboutZ(double radians) {
        return new Pose(0, 0, 0, 0, 0, Math.sin(radians / 2), Math.cos(radians / 2));
    }

    @Test
    void givesTheSameAnswerEachTime() {
        ChainKinematics arm = arm(PresetChains.panda(), new double[] {0, -0.7, 0, -2.3, 0, 1.6, 0.8});
        Pose goal = Pose.topDown(0.3, 0.4, 0.2, 1);
        double[] first = arm.solve(arm.homeJointsRadians(), goal);
        arm.solve(arm.homeJointsRadians(), Pose.topDown(0.5, -0.2, 0.4, 0));

        assertThat(arm.solve(arm.homeJointsRadians(), goal)).containsExactly(first);
    }

    @Test
    void followsAStraightLine() {
        ChainKinematics arm = arm(PresetChains.iiwa(), IIWA_REST);
        Pose from = arm.gripperInBase(arm.homeJointsRadians());
        Pose to = Pose.topDown(0.5, 0.2, 0.15, 0.7);

        List<double[]> line = arm.straightLine(arm.homeJointsRadians(), to);

        double length = from.distanceMeters(to);
        for (double[] joints : line) {
            Pose at = arm.gripperInBase(joints);
            assertThat(from.distanceMeters(at) + at.distanceMeters(to)).isCloseTo(length, within(1e-3));
        }
        assertThat(arm.gripperInBase(line.get(line.size() - 1)).distanceMeters(to))
                .isLessThan(2e-4);
    }

    @Test
    void saysThatAPoseIsBeyondTheArm() {
        ChainKinematics arm = arm(PresetChains.ur5e(), UR_REST);

        assertThatThrownBy(() -> arm.solve(UR_REST, Pose.topDown(2, 0, 0.2, 0)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("m from the arm's first joint")
                .hasMessageContaining("from base_link to tool0 reaches");
    }

    @Test
    void saysHowNearItCameAndWhichJointsStandAtALimit() {
        KinematicChain chain = PresetChains.iiwa();
        ChainKinematics arm = arm(chain, IIWA_REST);
        // Within the length of the arm, but the gripper would have to point down at full stretch.
        Pose goal = Pose.topDown(0.9, 0, 0.34, 0);

        assertThatThrownBy(() -> arm.solve(IIWA_REST, goal))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("No joint positions reach gripper pose")
                .hasMessageMatching("(?s).*nearest try is \\d\\.\\d{4} m and \\d\\.\\d{4} rad away.*");
    }

    @Test
    void keepsTheStricterOfTwoLimits() {
        KinematicChain chain = PresetChains.ur5e();
        List<JointLimits> narrow = IntStream.range(0, 6)
                .mapToObj(j -> new JointLimits(-2, 2, 1, 10))
                .toList();
        ChainKinematics arm = arm(chain.limitedTo(narrow), UR_REST);
        SplittableRandom random = new SplittableRandom(2);

        double[] found =
                arm.solve(UR_REST, arm.gripperInBase(random.doubles(6, -2, 2).toArray()));

        assertThat(Arrays.stream(found).boxed()).allMatch(joint -> joint >= -2 && joint <= 2);
        assertThat(chain.limitedTo(narrow).joints().get(0).limits()).isEqualTo(new JointLimits(-2, 2, 1, 10));
    }

    private static ChainKinematics arm(KinematicChain chain, double[] rest) {
        Pose home = new ChainPostureProbe(chain).at(rest);
        return new ChainKinematics(chain, Pose.IDENTITY, rest, home);
    }

    private record ChainPostureProbe(KinematicChain chain) {
        Pose at(double[] joints) {
            ChainPosture posture = new ChainPosture(chain.joints(), chain.tipInLast());
            posture.take(joints);
            return posture.toolInBase();
        }
    }

    private static double[] randomPosture(KinematicChain chain, SplittableRandom random) {
        return chain.joints().stream()
                .mapToDouble(joint -> random.nextDouble(
                        joint.limits().minPosition(), joint.limits().maxPosition()))
                .toArray();
    }
}
