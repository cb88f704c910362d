/** The two sensor rules that say whether a grasp succeeded: the gripper's opening and the drop test. */
package armfarm.policy.outcome;
