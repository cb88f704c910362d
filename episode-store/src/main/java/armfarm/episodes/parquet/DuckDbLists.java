package armfarm.episodes.parquet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns of lists as DuckDB hands them out. Stateless. */
final class DuckDbLists {
    private DuckDbLists() {}

    /** A list of doubles; empty if it is null or one of its elements is. */
    static Optional<List<Double>> numbers(ResultSet row, int at) throws SQLException {
        if (row.getObject(at) == null) {
            return Optional.empty();
        }
        List<Double> numbers = new ArrayList<>();
        for (Object value : (Object[]) row.getArray(at).getArray()) {
            if (!(value instanceof Double number)) {
                return Optional.empty();
            }
            numbers.add(number);
        }
        return Optional.of(numbers);
    }
}
