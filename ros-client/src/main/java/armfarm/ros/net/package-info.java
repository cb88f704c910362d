/** Sockets whose every operation ends by a deadline, whatever the peer does. */
package armfarm.ros.net;
