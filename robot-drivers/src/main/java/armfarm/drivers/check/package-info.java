/** Walks an arm cell step by step over ROS and says, for each step that fails, the cause and the setting to change. */
package armfarm.drivers.check;
