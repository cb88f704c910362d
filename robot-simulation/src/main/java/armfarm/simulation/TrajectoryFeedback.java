package armfarm.simulation;

import armfarm.drivers.cell.ArmTopics;
import armfarm.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointTrajectoryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the feedback of a motion. Stateless. */
final class TrajectoryFeedback {
    private TrajectoryFeedback() {}

    static FollowJointTrajectoryFeedback of(Instant stamp, double[] desired, double[] actual) {
        List<String> names = ArmTopics.jointNames(actual.length);
        double[] error = IntStream.range(0, actual.length)
                .mapToDouble(j -> desired[j] - actual[j])
                .toArray();
        return new FollowJointTrajectoryFeedback(
                Header.at(stamp, ""), names, point(desired), point(actual), point(error));
    }

    private static JointTrajectoryPoint point(double[] joints) {
        return JointTrajectoryPoint.at(
                IntStream.range(0, joints.length).mapToObj(j -> joints[j]).toList(), Duration.ZERO);
    }
}
