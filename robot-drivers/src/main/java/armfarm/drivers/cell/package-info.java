/**
 * Arm cells reached over ROS: what one is told about a cell, the farm's ends of its topics and actions, and the rules that
 * every motion passes before it is sent.
 */
package armfarm.drivers.cell;
