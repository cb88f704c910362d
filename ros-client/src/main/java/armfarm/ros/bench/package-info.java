/**
 * Measures how much CPU receiving images takes, side by side with Debian's roscpp and rospy. Every receiver and the
 * publishers are processes of their own, so that the system counts the CPU time of each.
 */
package armfarm.ros.bench;
