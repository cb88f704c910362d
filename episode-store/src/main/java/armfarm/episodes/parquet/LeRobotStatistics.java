package armfarm.episodes.parquet;

import armfarm.episodes.SnapshotMember;
import armfarm.episodes.export.ExportContext;
import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.ExportJson;
import armfarm.episodes.export.ImageBytes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The numbers that LeRobot's training normalises with: of all rows, and of a hundred images. */
final class LeRobotStatistics {
    static final Map<String, Double> QUANTILES =
            new TreeMap<>(Map.of("q01", 0.01, "q10", 0.1, "q50", 0.5, "q90", 0.9, "q99", 0.99));

    private static final int IMAGES = 100;

    private LeRobotStatistics() {}

    /** Of images of first steps, spread evenly over the snapshot. */
    static ImageStatistics images(ExportContext export) {
        ImageStatistics statistics = new ImageStatistics();
        long step = Math.max(1, export.snapshot().size() / IMAGES);
        for (long after = 0; after < export.snapshot().size(); after += step) {
            for (SnapshotMember member :
                    export.snapshots().members(export.snapshot().name(), after, 1)) {
                export.episodes()
                        .attempt(member.attempt())
                        .map(attempt -> new ExportItem(member, attempt).steps())
                        .filter(steps -> !steps.isEmpty())
                        .ifPresent(steps -> statistics.add(
                                ImageBytes.decode(steps.get(0).image().bytes(), "attempt " + member.attempt())));
            }
        }
        return statistics;
    }

    /**
     * Of the columns of numbers.
     *
     * @param lengths columns with how many numbers a row has, 1 for a plain column
     */
    static Map<String, Object> columns(ExportContext export, Map<String, Integer> lengths) {
        return DuckDb.translating("read the exported Parquet files", () -> {
            String files = DuckDb.parquet(export.parts().stream()
                    .map(part -> export.folder().resolve(part.files().get(0).path()))
                    .toList());
            try (DuckDb database = DuckDb.open()) {
                Map<String, Object> statistics = new LinkedHashMap<>();
                for (Map.Entry<String, Integer> column : lengths.entrySet()) {
                    List<Map<String, Double>> elements = new ArrayList<>();
                    for (int i = 1; i <= column.getValue(); i++) {
                        String name = "\"" + column.getKey() + "\"";
                        elements.add(element(database, column.getValue() == 1 ? name : name + "[" + i + "]", files));
                    }
                    statistics.put(column.getKey(), merged(elements));
                }
                return statistics;
            }
        });
    }

    private static Map<String, Double> element(DuckDb database, String expression, String files) throws SQLException {
        List<String> quantiles = QUANTILES.values().stream()
                .map(share -> "quantile_cont(v, " + share + ")")
                .toList();
        String query = """
            select min(v), max(v), avg(v), stddev_pop(v), count(v), %s
            from (select (%s)::double as v from %s)\
            """.formatted(String.join(", ", quantiles), expression, files);
        return database.row(query, row -> {
            Map<String, Double> numbers = new LinkedHashMap<>();
            List<String> names = new ArrayList<>(List.of("min", "max", "mean", "std", "count"));
            names.addAll(QUANTILES.keySet());
            for (String name : names) {
                numbers.put(name, row.getDouble(numbers.size() + 1));
            }
            return numbers;
        });
    }

    private static Map<String, Object> merged(List<Map<String, Double>> elements) {
        Map<String, Object> json = ExportJson.object();
        for (String name : elements.get(0).keySet()) {
            json.put(
                    name,
                    name.equals("count")
                            ? List.of(elements.get(0).get(name).longValue())
                            : IntStream.range(0, elements.size())
                                    .mapToObj(i -> elements.get(i).get(name))
                                    .toList());
        }
        return json;
    }
}
