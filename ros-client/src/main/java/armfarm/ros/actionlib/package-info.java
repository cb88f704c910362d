/**
 * Goals that take time and can be cancelled, over ROS topics: a client for any action, and the server that simulated arms
 * offer. Source: ROS wiki, "actionlib/DetailedDescription".
 */
package armfarm.ros.actionlib;
