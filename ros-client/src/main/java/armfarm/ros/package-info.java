/**
 * A ROS 1 client and an embedded master. XML-RPC to the master and between nodes, TCPROS for messages.
 */
package armfarm.ros;
