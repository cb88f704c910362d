package armfarm.controller.config;

import armfarm.policy.CemConfig;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.SearchConfig;
import armfarm.policy.SearchKind;

/** Reads how grasps are searched for: while collecting, and widely where they count. */
final class SearchReader {
    private static final int MOST_CANDIDATES = 10_000;

    private SearchReader() {}

    static SearchConfig collecting(ConfigReader in) {
        return read(in, "collection", kind(in).defaults());
    }

    static SearchConfig wide(ConfigReader in) {
        return read(in, "evaluation", kind(in).wide());
    }

    private static SearchKind kind(ConfigReader in) {
        return in.word("collection.search", SearchKind.ELITES, SearchKind.class);
    }

    private static SearchConfig read(ConfigReader in, String section, SearchConfig usual) {
        if (usual instanceof EliteSearchConfig elites) {
            int least = elites.elites();
            return elites.withBudget(
                    in.integer(section + ".candidates", elites.samples(), least, MOST_CANDIDATES),
                    in.integer(section + ".refinements", elites.refinementSamples(), 1, MOST_CANDIDATES),
                    in.integer(section + ".finalists", elites.finalists(), 0, MOST_CANDIDATES));
        }
        String why = "the search 'cross_entropy' has none";
        in.requireAbsent(section + ".refinements", why);
        in.requireAbsent(section + ".finalists", why);
        CemConfig fitted = (CemConfig) usual;
        return fitted.withSamples(
                in.integer(section + ".candidates", fitted.samples(), fitted.elites(), MOST_CANDIDATES));
    }
}
