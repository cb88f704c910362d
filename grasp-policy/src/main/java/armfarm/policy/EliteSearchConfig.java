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
 * @param finalists best of the last iteration that are scored once more by the mean over mirrored views; 0: none, as before there
 *     were any
 * @param positionSpreadMeters standard deviation in x and y of the second iteration; halved in each later one
 * @param yawSpreadRadians likewise for yaw
 * @param heightSpreadMeters likewise for z
 */
public record EliteSearchConfig(
        int samples,
        int refinementSamples,
        int elites,
        int iterations,
        int finalists,
        double positionSpreadMeters,
        double yawSpreadRadians,
        double heightSpreadMeters)
        implements SearchConfig {
    static final String KIND_NAME = "elites";

    public EliteSearchConfig {
        if (finalists < 0) {
            throw new FarmException(ErrorCode.CONFIG, "Search of " + finalists + " finalists: expected 0 or more");
        }
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
     * As many as Levine et al. 2016, sec. IV-B: 64 samples, 6 elites, 3 iterations. Spreads and finalists are of the measured recipe
     * (docs/decisions/search.md).
     */
    public static EliteSearchConfig defaults() {
        return new EliteSearchConfig(64, 64, 6, 3, 8, 0.010, 0.3, 0.005);
    }

    /** Where a grasp counts and a tenth of a second more does not: three times as many candidates, of the measured recipe. */
    public static EliteSearchConfig wide() {
        return defaults().withBudget(256, 128, 16);
    }

    /** With other numbers of candidates. */
    public EliteSearchConfig withBudget(int newSamples, int newRefinementSamples, int newFinalists) {
        return new EliteSearchConfig(
                newSamples,
                newRefinementSamples,
                elites,
                iterations,
                newFinalists,
                positionSpreadMeters,
                yawSpreadRadians,
                heightSpreadMeters);
    }

    @Override
    public GraspSearch newSearch() {
        return new EliteSearch(this);
    }
}
