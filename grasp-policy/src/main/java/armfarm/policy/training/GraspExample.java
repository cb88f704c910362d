package armfarm.policy.training;

import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.Pose;

/**
 * What the trainer needs of one attempt.
 *
 * @param preGraspImage the image the policy decided on
 * @param graspInBase gripper pose at which the gripper closed
 */
public record GraspExample(EncodedImage preGraspImage, CameraInfo camera, Pose graspInBase) {}
