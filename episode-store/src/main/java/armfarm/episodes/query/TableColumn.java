package armfarm.episodes.query;

/** A column of an answer. */
public record TableColumn(String name, Type type) {
    /** How its values are given to a {@link TableSink}; each may be null. */
    public enum Type {
        /** String. */
        TEXT,
        /** Long. */
        INTEGER,
        /** Double. */
        NUMBER,
        /** Boolean. */
        FLAG,
        /** Instant. */
        TIME,
        /** LocalDate. */
        DAY
    }
}
