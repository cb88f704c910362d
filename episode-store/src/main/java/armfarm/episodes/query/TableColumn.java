package armfarm.episodes.query;

/**
 * A column of an answer.
 *
 * @param name differs from the names of the answer's other columns, in more than upper and lower case
 */
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
        DAY,
        /** List of Double; an element may be null. */
        NUMBERS,
        /** List of Long; an element may be null. */
        INTEGERS,
        /** List of Boolean; an element may be null. */
        FLAGS,
        /** List of String; an element may be null. */
        TEXTS,
        /** String that holds one JSON value. */
        JSON
    }
}
