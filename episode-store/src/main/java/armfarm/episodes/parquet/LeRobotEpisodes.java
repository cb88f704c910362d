package armfarm.episodes.parquet;

import armfarm.episodes.imports.FileContent;
import armfarm.episodes.jdbc.RowValues;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of meta/episodes, all of them in memory: they are a few hundred bytes each. Immutable. */
final class LeRobotEpisodes {
    private final Map<Long, LeRobotEpisode> episodes = new HashMap<>();

    private LeRobotEpisodes() {}

    /** @throws FarmException (DATA) if a file is damaged or lacks the columns that LeRobot writes */
    static LeRobotEpisodes read(List<Path> files) {
        LeRobotEpisodes all = new LeRobotEpisodes();
        try (DuckDb database = DuckDb.open()) {
            for (Path file : files) {
                try {
                    all.add(database, file);
                } catch (SQLException e) {
                    throw new FarmException(
                            ErrorCode.DATA,
                            "Cannot read the episodes in " + file + ": "
                                    + FileContent.inPlaceOfData(file)
                                            .orElseGet(() -> e.getMessage() + "; expected a Parquet file with"
                                                    + " episode_index and length. Get the data set again"),
                            e);
                }
            }
        }
        return all;
    }

    Optional<LeRobotEpisode> episode(long index) {
        return Optional.ofNullable(episodes.get(index));
    }

    private void add(DuckDb database, Path file) throws SQLException {
        Map<String, String> there = database.columns(file);
        Map<String, String> known = new TreeMap<>(LeRobotEpisode.COLUMNS);
        known.keySet().retainAll(there.keySet());
        StringBuilder columns = new StringBuilder("episode_index, length");
        known.forEach((column, type) -> columns.append(", ").append(expression(column, type, there)));
        database.forEach("select " + columns + " from " + DuckDb.parquet(file), row -> {
            Map<String, Object> values = new HashMap<>();
            int at = 3;
            for (Map.Entry<String, String> column : known.entrySet()) {
                if (RowValues.flagAt(row, at + 1)) {
                    values.put(
                            column.getKey(), value(row, at, column.getValue()).orElse(LeRobotEpisode.UNREADABLE));
                }
                at += 2;
            }
            episodes.put(RowValues.longAt(row, 1), new LeRobotEpisode(RowValues.longAt(row, 2), values));
        });
    }

    /** The value, and whether there is one: what a cast makes null must not look like something that nobody wrote. */
    private static String expression(String column, String type, Map<String, String> there) {
        String name = DuckDb.identifier(column);
        String value = type.equals(LeRobotEpisode.FLAG)
                ? LeRobotFlag.column(column, there)
                : "try_cast(" + name + " as " + type + ")";
        return value + ", " + name + " is not null";
    }

    private static Optional<Object> value(ResultSet row, int at, String type) throws SQLException {
        return switch (type) {
            case "double" ->
                RowValues.optionalDouble(row, at).stream()
                        .boxed()
                        .map(Object.class::cast)
                        .findFirst();
            case "double[]" -> DuckDbLists.numbers(row, at).map(List::copyOf);
            default -> Optional.ofNullable(row.getString(at));
        };
    }
}
