package armfarm.policy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/**
 * Size and widths of the search around elites. Immutable.
 *
 * @param samples candidates of the first, uniform iteration
 * @param refinementSamples candidates of each later iteration
 * @param elites best candidates that are kept and sampled around
 * @param iterations iterations in all
 * @param positionSpreadMeters standard deviation in x and y of the second iteration; halved in each later one
 * @param yawSpreadRadians likewise for yaw
 * @param heightSpreadMeters likewise for z
 */
public record EliteSearchConfig(
        int samples,
        int refinementSamples,
        int elites,
        int iterations,
        double positionSpreadMeters,
        double yawSpreadRadians,
        double heightSpreadMeters)
        implements SearchConfig {
    static final String KIND_NAME = "elites";

    public EliteSearchConfig {
        if (samples < 1 || refinementSamples < 1 || iterations < 1 || elites < 1 || elites > samples) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Search of " + samples + " samples, then " + refinementSamples + ", " + elites + " elites, "
                            + iterations + " iterations: expected at least 1 of each and no more elites than samples");
        }
        if (!(positionSpreadMeters >= 0 && yawSpreadRadians >= 0 && heightSpreadMeters >= 0)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Search spreads must not be negative: position "
                            + positionSpreadMeters + " m, yaw " + yawSpreadRadians + " rad, height "
                            + heightSpreadMeters
                            + " m");
        }
    }

    /**
     * As many as Levine et al. 2016, sec. IV-B: 64 samples, 6 elites, 3 iterations. The spreads are of the measured recipe
     * (docs/decisions/search.md).
     */
    public static EliteSearchConfig defaults() {
        return new EliteSearchConfig(64, 64, 6, 3, 0.010, 0.3, 0.005);
    }

    @Override
    public GraspSearch newSearch() {
        return new EliteSearch(this);
    }
}
