package armfarm.policy;

/** The kinds of search that there are. */
public enum SearchKind {
    /** {@link EliteSearch}. */
    ELITES {
        @Override
        public SearchConfig defaults() {
            return EliteSearchConfig.defaults();
        }

        @Override
        public SearchConfig wide() {
            return EliteSearchConfig.wide();
        }
    },
    /** {@link CrossEntropyMethod}. */
    CROSS_ENTROPY {
        @Override
        public SearchConfig defaults() {
            return CemConfig.defaults();
        }

        @Override
        public SearchConfig wide() {
            return CemConfig.wide();
        }
    };

    /** Of its usual size: for collecting. */
    public abstract SearchConfig defaults();

    /** For grasps that count: evaluation. */
    public abstract SearchConfig wide();
}
