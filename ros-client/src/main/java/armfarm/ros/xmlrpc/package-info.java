/** XML-RPC over HTTP as ROS 1 uses it: values, calls, faults, a small server and a client. JDK only. */
package armfarm.ros.xmlrpc;
