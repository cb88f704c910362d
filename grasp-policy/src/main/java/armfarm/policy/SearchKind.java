package armfarm.policy;

/** The kinds of search that there are. */
public enum SearchKind {
    /** {@link EliteSearch}. */
    ELITES {
        @Override
        public SearchConfig defaults() {
            return EliteSearchConfig.defaults();
        }
    },
    /** {@link CrossEntropyMethod}. */
    CROSS_ENTROPY {
        @Override
        public SearchConfig defaults() {
            return CemConfig.defaults();
        }
    };

    /** Of its usual size. */
    public abstract SearchConfig defaults();
}
