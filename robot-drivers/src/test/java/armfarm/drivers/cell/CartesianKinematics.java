package armfarm.drivers.cell;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;

/** An arm whose first four joints are x, y, z and yaw; reaches 1 m. */
public final class CartesianKinematics implements ArmKinematics {
    private static final int SEGMENTS = 10;

    @Override
    public int jointCount() {
        return 7;
    }

    @Override
    public Pose gripperInBase(double[] joints) {
        return Pose.topDown(joints[0], joints[1], joints[2], joints[3]);
    }

    @Override
    public List<double[]> straightLine(double[] from, Pose to) {
        double[] end = joints(to);
        if (to.distanceMeters(Pose.IDENTITY) > 1) {
            throw new DriverException("out of reach: " + to);
        }
        List<double[]> line = new ArrayList<>();
        for (int i = 1; i <= SEGMENTS; i++) {
            double[] point = new double[7];
            for (int j = 0; j < 7; j++) {
                point[j] = from[j] + (end[j] - from[j]) * i / SEGMENTS;
            }
            line.add(point);
        }
        return line;
    }

    static double[] joints(Pose pose) {
        return new double[] {pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.yawRadians(), 0, 0, 0};
    }

    @Override
    public double[] homeJointsRadians() {
        return new double[] {0.45, -0.36, 0.30, 0, 0, 0, 0};
    }
}
