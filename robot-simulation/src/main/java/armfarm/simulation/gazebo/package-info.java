/** Arm cells simulated by Gazebo, in a process of its own: the world's description, and the process that runs it. */
package armfarm.simulation.gazebo;
