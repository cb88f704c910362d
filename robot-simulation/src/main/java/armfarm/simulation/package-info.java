/**
 * The simulated arm cell: physics (Bullet), a software-drawn camera, the objects, and the ROS node that offers it all as
 * an ordinary arm. Lengths are metres in the bin frame (origin in the middle of the bin floor, axes as the base frame)
 * unless a name says otherwise. Physics engine types stay inside this package.
 */
package armfarm.simulation;
