package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;

/** Waypoints along a straight line of the gripper, close enough that joint interpolation between them stays on it. */
final class CartesianLine {
    private static final double WAYPOINT_METERS = 0.03;
    private static final double WAYPOINT_RADIANS = 0.2;

    private CartesianLine() {}

    /** Without the start, the last one being the goal itself. */
    static List<Pose> waypoints(Pose from, Pose to) {
        double turn = angleRadians(from, to);
        int count = (int)
                Math.ceil(Math.max(1, Math.max(from.distanceMeters(to) / WAYPOINT_METERS, turn / WAYPOINT_RADIANS)));
        List<Pose> waypoints = new ArrayList<>(count);
        for (int i = 1; i < count; i++) {
            waypoints.add(between(from, to, (double) i / count));
        }
        waypoints.add(to);
        return waypoints;
    }

    /** Angle of the shortest rotation between the two, 0..pi. */
    static double angleRadians(Pose a, Pose b) {
        double dot = a.qx() * b.qx() + a.qy() * b.qy() + a.qz() * b.qz() + a.qw() * b.qw();
        return 2 * Math.acos(Math.min(1, Math.abs(dot)));
    }

    private static Pose between(Pose a, Pose b, double t) {
        double dot = a.qx() * b.qx() + a.qy() * b.qy() + a.qz() * b.qz() + a.qw() * b.qw();
        double half = Math.acos(Math.min(1, Math.abs(dot)));
        double wa = half < 1e-6 ? 1 - t : Math.sin((1 - t) * half) / Math.sin(half);
        double wb = (half < 1e-6 ? t : Math.sin(t * half) / Math.sin(half)) * (dot < 0 ? -1 : 1);
        double qx = wa * a.qx() + wb * b.qx();
        double qy = wa * a.qy() + wb * b.qy();
        double qz = wa * a.qz() + wb * b.qz();
        double qw = wa * a.qw() + wb * b.qw();
        double norm = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
        return new Pose(
                a.xMeters() + t * (b.xMeters() - a.xMeters()),
                a.yMeters() + t * (b.yMeters() - a.yMeters()),
                a.zMeters() + t * (b.zMeters() - a.zMeters()),
                qx / norm,
                qy / norm,
                qz / norm,
                qw / norm);
    }
}
