/** Who runs the simulated arms, and keeps their world alive. */
package armfarm.controller.simulation;
