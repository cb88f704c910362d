/** The loops of ROS nodes and of what is built on them. */
package armfarm.ros.loops;
