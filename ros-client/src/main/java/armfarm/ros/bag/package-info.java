/**
 * Recordings of ROS topics: ROS 1 bags (format 2.0) in and out, MCAP files out. Knows nothing of arms or attempts; a
 * message is bytes with a topic, a type and a time.
 */
package armfarm.ros.bag;
