/** From stored attempts to a trained network: augmentation, schedule, metrics. */
package armfarm.policy.training;
