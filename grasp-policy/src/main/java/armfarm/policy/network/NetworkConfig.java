package armfarm.policy.network;

/**
 * Regularisation of the network in training. Immutable.
 *
 * @param dropout share of the flattened features dropped, 0..1
 * @param l2 weight penalty
 */
public record NetworkConfig(double dropout, double l2) {
    public NetworkConfig {
        if (!(dropout >= 0 && dropout < 1 && l2 >= 0)) {
            throw new IllegalArgumentException("dropout " + dropout + " must be in 0..1, L2 " + l2 + " not negative");
        }
    }

    /**
     * Of the measured recipe: a search finds the errors of a network that is sure of them (docs/decisions/network-input.md). How
     * strong either is, is a choice.
     */
    public static NetworkConfig defaults() {
        return new NetworkConfig(0.3, 1e-4);
    }
}
