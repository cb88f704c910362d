/**
 * Measures the path from events to stored attempts, asking and reading them back, farms in Gazebo, and transfer between
 * simulations.
 */
package armfarm.cli.bench;
