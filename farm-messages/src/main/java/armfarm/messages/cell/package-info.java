/** What the farm needs of an arm cell, whoever built it: an arm, its gripper and camera as one closeable thing. */
package armfarm.messages.cell;
