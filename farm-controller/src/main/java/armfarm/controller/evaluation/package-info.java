/** How good policies are: first grasps in simulated bins, without the rest of a farm. */
package armfarm.controller.evaluation;
