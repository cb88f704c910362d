package armfarm.messages;

import java.util.Optional;

/**
 * What was decided and reached at one step. Poses are of the gripper in the base frame.
 *
 * @param index t, from 0
 * @param gripperInBase where the gripper was when the image was taken
 * @param commandedInBase where this step's motion was sent; the pose of the grasp at the last step
 * @param reachedInBase where it ended, measured
 * @param decision command to the pose of the grasp (v = p_T - p_t) and its origin
 */
public record GraspStep(
        int index, Pose gripperInBase, Pose commandedInBase, Optional<Pose> reachedInBase, PolicyDecision decision) {}
