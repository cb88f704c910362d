package armfarm.episodes.parquet;

import armfarm.episodes.jdbc.RowValues;
import armfarm.messages.EncodedImage;
import armfarm.messages.ImageHeader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A frame as it stands in a data file; what is missing there is empty. Immutable.
 *
 * @param timestampSeconds since the episode began
 * @param image with the type its first bytes tell; empty if the file holds only its path
 * @param success as text, for {@link LeRobotFlag}
 */
record LeRobotRow(
        OptionalLong episode,
        OptionalLong frame,
        OptionalDouble timestampSeconds,
        Optional<EncodedImage> image,
        Optional<List<Double>> state,
        Optional<List<Double>> action,
        Optional<String> success) {
    private static final String UNKNOWN_IMAGE = "application/octet-stream";

    /**
     * Columns in the order that {@link #of} reads them.
     *
     * @param types of the columns that the file has
     */
    static String query(LeRobotInfo info, boolean viewsOnly, Map<String, String> types, String source) {
        return Stream.of(
                        whole("episode_index"),
                        whole("frame_index"),
                        "try_cast("
                                + DuckDb.identifier(info.has(LeRobotInfo.ELAPSED) ? LeRobotInfo.ELAPSED : "timestamp")
                                + " as double)",
                        DuckDb.identifier(info.imageColumn()) + ".bytes",
                        viewsOnly ? "null" : list(LeRobotInfo.STATE),
                        viewsOnly ? "null" : list(LeRobotInfo.ACTION),
                        LeRobotFlag.column(LeRobotInfo.SUCCESS, types))
                .collect(Collectors.joining(", ", "select ", " from " + source));
    }

    /** A cast alone would round 1.5 to 2: another episode's frame. */
    private static String whole(String column) {
        return "case when try_cast(" + column + " as double) = floor(try_cast(" + column + " as double)) then try_cast("
                + column + " as bigint) end";
    }

    private static String list(String column) {
        return "try_cast(" + DuckDb.identifier(column) + " as double[])";
    }

    static LeRobotRow of(ResultSet row) throws SQLException {
        return new LeRobotRow(
                RowValues.optionalLong(row, 1),
                RowValues.optionalLong(row, 2),
                RowValues.optionalDouble(row, 3),
                Optional.ofNullable(row.getBytes(4))
                        .map(b -> new EncodedImage(ImageHeader.mediaTypeOf(b).orElse(UNKNOWN_IMAGE), b)),
                DuckDbLists.numbers(row, 5),
                DuckDbLists.numbers(row, 6),
                Optional.ofNullable(row.getString(7)));
    }

    int imageBytes() {
        return image.map(EncodedImage::byteCount).orElse(0);
    }
}
