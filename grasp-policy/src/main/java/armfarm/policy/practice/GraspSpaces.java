package armfarm.policy.practice;

import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.GraspSpace;

/** From an arm's workspace to the poses a grasp may have. Stateless. */
public final class GraspSpaces {
    private GraspSpaces() {}

    public static GraspSpace of(WorkspaceLimits limits) {
        return new GraspSpace(
                limits.minXMeters(),
                limits.maxXMeters(),
                limits.minYMeters(),
                limits.maxYMeters(),
                limits.minZMeters(),
                limits.maxZMeters(),
                limits.yawLimitRadians());
    }
}
