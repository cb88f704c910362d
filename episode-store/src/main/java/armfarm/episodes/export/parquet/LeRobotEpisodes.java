package armfarm.episodes.export.parquet;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                            "Cannot read the episodes in " + file + ": " + e.getMessage()
                                    + "; expected a Parquet file with episode_index and length. Get the data set again",
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
        String source = " from read_parquet(" + DuckDb.literal(file.toString()) + ")";
        Set<String> there = new HashSet<>();
        database.forEach("describe select *" + source, row -> there.add(row.getString(1)));
        Map<String, String> known = new TreeMap<>(LeRobotEpisode.COLUMNS);
        known.keySet().retainAll(there);
        StringBuilder columns = new StringBuilder("episode_index, length");
        known.forEach((column, type) -> columns.append(", try_cast(")
                .append(DuckDb.identifier(column))
                .append(" as ")
                .append(type)
                .append(')'));
        database.forEach("select " + columns + source, row -> {
            Map<String, Object> values = new HashMap<>();
            int at = 3;
            for (Map.Entry<String, String> column : known.entrySet()) {
                value(row, at++, column.getValue()).ifPresent(value -> values.put(column.getKey(), value));
            }
            episodes.put(row.getLong(1), new LeRobotEpisode(row.getLong(2), values));
        });
    }

    private static Optional<Object> value(ResultSet row, int at, String type) throws SQLException {
        if (row.getObject(at) == null) {
            return Optional.empty();
        }
        return switch (type) {
            case "varchar" -> Optional.of(row.getString(at));
            case "double" -> Optional.of(row.getDouble(at));
            case "boolean" -> Optional.of(row.getBoolean(at));
            default -> Columns.numbers(row, at).map(List::copyOf);
        };
    }
}
