package armfarm.simulation;

import armfarm.messages.Pose;

/** Chooses where a simulated arm's gripper closes. */
@FunctionalInterface
public interface SimulatedPolicy {
    /** The top-down pose of the gripper in the base frame, inside {@link SimulatedArm#WORKSPACE}. */
    Pose choose(SimulatedArm arm);
}
