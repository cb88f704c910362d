package armfarm.episodes.parquet;

import armfarm.episodes.imports.UnusableRecord;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A column that says success or not. DuckDB's own cast would make true of NaN and of every code but 0, so the value comes as text
 * and only plain ones are believed. Stateless.
 */
final class LeRobotFlag {
    private LeRobotFlag() {}

    /**
     * The column as text; null where the file does not have it.
     *
     * @param types of the columns that the file has
     */
    static String column(String name, Map<String, String> types) {
        String type = types.get(name);
        if (type == null) {
            return "null::varchar";
        }
        String value = DuckDb.identifier(name);
        return "cast(" + (type.endsWith("]") ? "case when len(" + value + ") > 0 then " + value + "[1] end" : value)
                + " as varchar)";
    }

    /**
     * What the text says; empty where nobody said anything: NaN is pandas' word for that.
     *
     * @throws UnusableRecord if it is neither true nor false: a code for an error is no outcome
     */
    static Optional<Boolean> of(Optional<String> text, String column) throws UnusableRecord {
        String value = text.map(t -> t.strip().toLowerCase(Locale.ROOT)).orElse("");
        return switch (value) {
            case "", "nan" -> Optional.empty();
            case "true", "1", "1.0" -> Optional.of(true);
            case "false", "0", "0.0" -> Optional.of(false);
            default -> throw new UnusableRecord(column + " is neither true nor false, nor 1 nor 0");
        };
    }
}
