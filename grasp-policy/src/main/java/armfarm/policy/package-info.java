/**
 * Choosing grasps: a predictor of grasp success and a search over commands. No deep-learning type crosses this API.
 *
 * <p>Where the numbers of this package and those below it are from: "the measured recipe" is the closed loop whose numbers were found
 * before this version (docs/decisions/network-input.md) and which was measured in this version, seed by seed
 * (docs/benchmarks.md, "The closed loop"). Both measured it as a whole: of a single number of it, what is known is only what
 * stands next to it. Every other number is from the paper that is named there, or is said to be a choice.
 */
package armfarm.policy;
