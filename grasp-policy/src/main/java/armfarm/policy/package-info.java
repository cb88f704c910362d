/** Choosing grasps: a predictor of grasp success and a search over commands. No deep-learning type crosses this API. */
package armfarm.policy;
