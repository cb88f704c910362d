/** Geometry of serial arms: where the gripper is for given joint positions, and which joint positions reach a pose. */
package armfarm.drivers.kinematics;
