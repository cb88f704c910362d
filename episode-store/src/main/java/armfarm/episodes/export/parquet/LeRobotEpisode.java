package armfarm.episodes.export.parquet;

import armfarm.messages.AttemptId;
import armfarm.messages.Pose;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of meta/episodes: what LeRobot itself needs, and what exports add. Immutable.
 *
 * @param length frames it has
 * @param values by column; columns that are null or missing are not in it
 */
record LeRobotEpisode(long length, Map<String, Object> values) {
    /** Columns that exports add, and what they are read as. */
    static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("attempt", "varchar"),
            Map.entry("success", "boolean"),
            Map.entry("confidence", "double"),
            Map.entry("object", "varchar"),
            Map.entry("arm", "varchar"),
            Map.entry("scene", "varchar"),
            Map.entry("started_at", "varchar"),
            Map.entry("model", "varchar"),
            Map.entry("predicted_probability", "double"),
            Map.entry("camera_intrinsics", "double[]"),
            Map.entry("camera_in_base", "double[]"));

    LeRobotEpisode {
        values = Map.copyOf(values);
    }

    Optional<String> text(String column) {
        return Optional.ofNullable((String) values.get(column));
    }

    Optional<Double> number(String column) {
        return Optional.ofNullable((Double) values.get(column));
    }

    Optional<Boolean> success() {
        return Optional.ofNullable((Boolean) values.get("success"));
    }

    /** Empty where another program has written something else there. */
    Optional<AttemptId> attempt() {
        try {
            return text("attempt").map(AttemptId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Empty where it is not known, or no instant as ISO 8601 writes it. */
    Optional<Instant> startedAt() {
        try {
            return text("started_at").map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** fx fy cx cy in pixels. */
    Optional<List<Double>> intrinsics() {
        return numbers("camera_intrinsics", 4);
    }

    /** Empty where it is not known or no pose. */
    Optional<Pose> cameraInBase() {
        try {
            return numbers("camera_in_base", 7)
                    .map(v -> new Pose(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), v.get(5), v.get(6)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    private Optional<List<Double>> numbers(String column, int count) {
        return Optional.ofNullable((List<Double>) values.get(column)).filter(list -> list.size() == count);
    }
}
