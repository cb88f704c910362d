package armfarm.controller.evaluation;

import armfarm.controller.config.FarmConfig;
import armfarm.policy.SearchConfig;

/** How hard a policy searches. */
public enum SearchBudget {
    /** As it is worth it where a grasp counts. */
    WIDE,
    /** As arms do while they practise. */
    COLLECTING;

    public SearchConfig of(FarmConfig config) {
        return this == WIDE
                ? config.collection().wideSearch()
                : config.collection().search();
    }
}
