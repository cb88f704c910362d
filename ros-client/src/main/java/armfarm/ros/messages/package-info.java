/**
 * ROS 1 messages as records with their codecs. Named as in ROS; with the suffix Message where Java or the farm has
 * another type of that name. Field meanings are those of the ROS message; units are SI.
 */
package armfarm.ros.messages;
