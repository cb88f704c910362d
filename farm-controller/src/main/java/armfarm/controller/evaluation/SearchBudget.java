package armfarm.controller.evaluation;

import armfarm.controller.config.FarmConfig;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.SearchConfig;

/** How hard a policy searches. */
public enum SearchBudget {
    /** As it is worth it where a grasp counts. */
    WIDE,
    /** As arms do while they practise. */
    COLLECTING;

    /** Four times the candidates of the usual search, and as many elites as still differ. */
    private static final EliteSearchConfig WIDE_SEARCH = new EliteSearchConfig(256, 128, 16, 3, 0.010, 0.3, 0.005);

    public SearchConfig of(FarmConfig config) {
        return this == WIDE ? WIDE_SEARCH : config.collection().search();
    }
}
