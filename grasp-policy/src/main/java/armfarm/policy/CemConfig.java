package armfarm.policy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/**
 * Size of the cross-entropy method. Immutable.
 *
 * @param samples candidates of each iteration
 * @param elites best candidates of an iteration, to which the next one's distribution is fitted; 2 or more
 * @param iterations iterations in all
 * @param minPositionSpreadMeters standard deviation in x and in y that the fit does not go below
 * @param minYawSpreadRadians likewise for yaw
 * @param minHeightSpreadMeters likewise for z
 */
public record CemConfig(
        int samples,
        int elites,
        int iterations,
        double minPositionSpreadMeters,
        double minYawSpreadRadians,
        double minHeightSpreadMeters)
        implements SearchConfig {
    static final String KIND_NAME = "cross_entropy";

    public CemConfig {
        if (iterations < 1 || elites < 2 || elites > samples) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "CEM of " + samples + " samples, " + elites + " elites, " + iterations
                            + " iterations: expected at least 2 elites, no more elites than samples, and an iteration");
        }
        if (!(minPositionSpreadMeters > 0 && minYawSpreadRadians > 0 && minHeightSpreadMeters > 0)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "CEM's least spreads must be above 0: position " + minPositionSpreadMeters + " m, yaw "
                            + minYawSpreadRadians + " rad, height " + minHeightSpreadMeters + " m");
        }
    }

    /**
     * Levine et al. 2016, sec. IV-B: 64 samples, 6 elites, 3 iterations. The least spreads are a choice, half of those that
     * {@link EliteSearchConfig#defaults} looks around an elite with: six elites on one object must not end the search.
     */
    public static CemConfig defaults() {
        return new CemConfig(64, 6, 3, 0.005, 0.15, 0.0025);
    }

    /** Three times as many candidates; a choice, as wide as {@link EliteSearchConfig#wide}. */
    public static CemConfig wide() {
        return defaults().withSamples(192);
    }

    /** With another number of candidates in each iteration. */
    public CemConfig withSamples(int newSamples) {
        return new CemConfig(
                newSamples, elites, iterations, minPositionSpreadMeters, minYawSpreadRadians, minHeightSpreadMeters);
    }

    @Override
    public GraspSearch newSearch() {
        return new CrossEntropyMethod(this);
    }
}
