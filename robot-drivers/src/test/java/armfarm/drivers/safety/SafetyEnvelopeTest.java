package armfarm.drivers.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.kinematics.JointLimits;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafetyEnvelopeTest {
    private static final Box BOX = new Box(-1, 1, -1, 1, 0, 1);
    private static final List<String> NAMES = List.of("x", "y", "z");
    private static final double[] START = {0, 0, 0.5};

    /** Three sliding joints; one straight link from the base to the gripper. */
    private static final class Gantry implements ArmKinematics {
        @Override
        public int jointCount() {
            return 3;
        }

        @Override
        public Pose gripperInBase(double[] joints) {
            return Pose.topDown(joints[0], joints[1], joints[2], 0);
        }

        @Override
        public double[][] linkPointsInBase(double[] joints) {
            return new double[][] {{0, 0, 0}, joints.clone()};
        }

        @Override
        public List<double[]> straightLine(double[] from, Pose to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double[] homeJointsRadians() {
            return START.clone();
        }
    }

    private static SafetyEnvelope envelope(List<Box> forbidden, double maxVelocity) {
        JointLimits limits = new JointLimits(-0.9, 0.9, maxVelocity, 10);
        return new SafetyEnvelope(BOX, forbidden, 0.5, 20, List.of(limits, limits, limits));
    }

    private static SafetyEnvelope.Allowed check(SafetyEnvelope envelope, double seconds, double[]... postures) {
        double[] times = new double[postures.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = seconds * (i + 1);
        }
        return envelope.check("arm_1", NAMES, new Gantry(), START, new Motion(List.of(postures), times));
    }

    @Test
    void passesAMotionInsideUnchanged() {
        SafetyEnvelope.Allowed allowed = check(envelope(List.of(), 5), 1, new double[] {0.2, 0, 0.5});

        assertThat(allowed.reduced()).isEmpty();
        assertThat(allowed.motion().seconds(0)).isEqualTo(1);
    }

    @Test
    void slowsAMotionThatIsTooFastForTheGripper() {
        SafetyEnvelope.Allowed allowed =
                check(envelope(List.of(), 5), 0.1, new double[] {0.02, 0, 0.5}, new double[] {0.12, 0, 0.5});

        assertThat(allowed.motion().seconds(1)).isCloseTo(0.4, within(1e-9));
        assertThat(allowed.reduced())
                .containsExactly("slowed 2.00 times: gripper 1.00 m/s, safety.max_speed_mps is 0.50");
    }

    @Test
    void slowsAMotionThatIsTooFastForAJoint() {
        SafetyEnvelope.Allowed allowed = check(envelope(List.of(), 0.1), 1, new double[] {0, 0.4, 0.5});

        assertThat(allowed.motion().seconds(0)).isCloseTo(4, within(1e-9));
        assertThat(allowed.reduced()).containsExactly("slowed 4.00 times: y 0.40 per s, its velocity limit is 0.10");
    }

    @Test
    void refusesAMotionWithAPointOutsideTheBox() {
        assertThatThrownBy(() ->
                        check(envelope(List.of(), 5), 1, new double[] {0, 0, 0.5}, new double[] {0, 0, -0.01}, START))
                .isInstanceOf(UnsafeCommandException.class)
                .hasMessageContaining("the gripper would be at x 0.000 y 0.000 z -0.010 m")
                .hasMessageContaining("change safety.box_m");
    }

    @Test
    void refusesAJointBeyondItsLimit() {
        assertThatThrownBy(() -> check(envelope(List.of(), 5), 1, new double[] {0, 0.95, 0.5}))
                .isInstanceOf(UnsafeCommandException.class)
                .hasMessageContaining("joint y would be at 0.9500, allowed is -0.9000 to 0.9000");
    }

    @Test
    void refusesALinkInAForbiddenBoxThoughTheGripperIsOutsideIt() {
        Box post = new Box(0.2, 0.3, 0.2, 0.3, 0, 1);

        assertThatThrownBy(() -> check(envelope(List.of(post), 5), 1, new double[] {0.5, 0.5, 0.5}))
                .isInstanceOf(UnsafeCommandException.class)
                .hasMessageContaining("a link would touch a forbidden box")
                .hasMessageContaining("safety.forbidden_boxes_m[0]");
        assertThat(check(envelope(List.of(post), 5), 1, new double[] {0.5, 0, 0.5})
                        .reduced())
                .isEmpty();
    }

    @Test
    void refusesNotANumber() {
        assertThatThrownBy(() -> check(envelope(List.of(), 5), 1, new double[] {0, Double.NaN, 0.5}))
                .isInstanceOf(UnsafeCommandException.class);
    }

    @Test
    void reducesTheForceAndSaysSo() {
        List<String> reduced = new ArrayList<>();

        assertThat(envelope(List.of(), 5).allowedNewtons(35, reduced)).isEqualTo(20);
        assertThat(reduced).containsExactly("force 35.0 N reduced to safety.max_force_n 20.0");
    }

    @Test
    void aBoxIsMetByLinesThroughItOnly() {
        Box box = new Box(0, 1, 0, 1, 0, 1);

        assertThat(box.meets(new double[] {-1, 0.5, 0.5}, new double[] {2, 0.5, 0.5}))
                .isTrue();
        assertThat(box.meets(new double[] {0.5, 0.5, 0.5}, new double[] {0.6, 0.5, 0.5}))
                .isTrue();
        assertThat(box.meets(new double[] {-1, 0.5, 0.5}, new double[] {-0.1, 0.5, 0.5}))
                .isFalse();
        assertThat(box.meets(new double[] {-0.5, 0.6, 0.5}, new double[] {0.6, -0.5, 0.5}))
                .isTrue();
        assertThat(box.meets(new double[] {-0.5, 0.4, 0.5}, new double[] {0.4, -0.5, 0.5}))
                .isFalse();
    }
}
