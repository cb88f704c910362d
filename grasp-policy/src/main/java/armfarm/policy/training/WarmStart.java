package armfarm.policy.training;

import armfarm.policy.network.NamedWeights;

/**
 * Weights to go on from.
 *
 * @param beganAnewAt attempts of the round in which they began anew
 */
public record WarmStart(NamedWeights weights, long beganAnewAt) {}
