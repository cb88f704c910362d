package armfarm.simulation;

import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.random.RandomGenerator;

/** Uniform over the workspace and the yaw range. */
public final class RandomGrasps implements SimulatedPolicy {
    private final RandomGenerator random;

    public RandomGrasps(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Pose choose(SimulatedArm arm) {
        return draw();
    }

    /** The next grasp. */
    public Pose draw() {
        WorkspaceLimits box = SimulatedArm.WORKSPACE;
        return Pose.topDown(
                between(box.minXMeters(), box.maxXMeters()),
                between(box.minYMeters(), box.maxYMeters()),
                between(box.minZMeters(), box.maxZMeters()),
                between(-box.yawLimitRadians(), box.yawLimitRadians()));
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
