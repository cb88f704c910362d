/**
 * A ROS 1 client and an embedded master, and the controller's side of an arm cell that speaks ROS. XML-RPC to the
 * master and between nodes, TCPROS for messages. No ROS type leaves this package and its sub-packages.
 */
package armfarm.ros;
