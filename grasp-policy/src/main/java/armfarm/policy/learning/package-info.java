/** When to retrain, on what, and how a new model gets to the arms. */
package armfarm.policy.learning;
