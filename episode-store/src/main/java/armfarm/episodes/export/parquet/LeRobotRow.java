package armfarm.episodes.export.parquet;

import armfarm.messages.EncodedImage;
import armfarm.messages.ImageHeader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A frame as it stands in a data file; what is missing there is empty. Immutable.
 *
 * @param image with the type its first bytes tell; empty if the file holds only its path
 * @param timestampSeconds since the episode began
 */
record LeRobotRow(
        long episode,
        long frame,
        double timestampSeconds,
        Optional<EncodedImage> image,
        Optional<List<Double>> state,
        Optional<List<Double>> action,
        Optional<Boolean> success) {
    private static final String UNKNOWN_IMAGE = "application/octet-stream";

    /** Columns in the order that {@link #of} reads them. */
    static String query(LeRobotInfo info, boolean viewsOnly, String source) {
        return Stream.of(
                        "episode_index",
                        "frame_index",
                        "cast(" + DuckDb.identifier(info.has(LeRobotInfo.ELAPSED) ? LeRobotInfo.ELAPSED : "timestamp")
                                + " as double)",
                        DuckDb.identifier(info.imageColumn()) + ".bytes",
                        viewsOnly ? "null" : list(LeRobotInfo.STATE),
                        viewsOnly ? "null" : list(LeRobotInfo.ACTION),
                        info.has(LeRobotInfo.SUCCESS)
                                ? "cast(" + DuckDb.identifier(LeRobotInfo.SUCCESS) + " as boolean)"
                                : "null")
                .collect(Collectors.joining(", ", "select ", source));
    }

    private static String list(String column) {
        return "cast(" + DuckDb.identifier(column) + " as double[])";
    }

    static LeRobotRow of(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes(4);
        boolean success = row.getBoolean(7);
        return new LeRobotRow(
                row.getLong(1),
                row.getLong(2),
                row.getDouble(3),
                Optional.ofNullable(bytes)
                        .map(b -> new EncodedImage(ImageHeader.mediaTypeOf(b).orElse(UNKNOWN_IMAGE), b)),
                Columns.numbers(row, 5),
                Columns.numbers(row, 6),
                row.wasNull() ? Optional.empty() : Optional.of(success));
    }
}
