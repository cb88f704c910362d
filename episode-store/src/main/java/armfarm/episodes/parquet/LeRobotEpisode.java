package armfarm.episodes.parquet;

import armfarm.episodes.imports.UnusableRecord;
import armfarm.messages.AttemptId;
import armfarm.messages.Pose;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row of meta/episodes: what LeRobot itself needs, and what exports add. Values that are there are right or a reason to
 * reject the episode, never left out in silence. Immutable.
 *
 * @param length frames it has
 * @param values by column, {@link #UNREADABLE} where it is of another kind; columns that are null or missing are not in it
 */
record LeRobotEpisode(long length, Map<String, Object> values) {
    /** Something that is not what the column is for. */
    static final Object UNREADABLE = new Object();

    /** A column for {@link LeRobotFlag}. */
    static final String FLAG = "flag";

    /** Columns that exports add, and what they are read as. */
    static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("attempt", "varchar"),
            Map.entry("success", FLAG),
            Map.entry("confidence", "double"),
            Map.entry("object", "varchar"),
            Map.entry("arm", "varchar"),
            Map.entry("scene", "varchar"),
            Map.entry("started_at", "varchar"),
            Map.entry("model", "varchar"),
            Map.entry("predicted_probability", "double"),
            Map.entry("object_set", "varchar"),
            Map.entry("exploration", FLAG),
            Map.entry("camera_intrinsics", "double[]"),
            Map.entry("camera_in_base", "double[]"));

    LeRobotEpisode {
        values = Map.copyOf(values);
    }

    Optional<String> text(String column) {
        return Optional.ofNullable(values.get(column))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /**
     * A number of 0..1; empty where it is not known, for which pandas writes NaN.
     *
     * @throws UnusableRecord if it is any other number, or none
     */
    OptionalDouble share(String column) throws UnusableRecord {
        Object value = values.get(column);
        if (value == null || (value instanceof Double unknown && unknown.isNaN())) {
            return OptionalDouble.empty();
        }
        if (!(value instanceof Double number && number >= 0 && number <= 1)) {
            throw new UnusableRecord(column + " in meta/episodes is no number of 0..1");
        }
        return OptionalDouble.of(number);
    }

    /** @throws UnusableRecord if it is neither true nor false */
    Optional<Boolean> success() throws UnusableRecord {
        return LeRobotFlag.of(text("success"), "success in meta/episodes");
    }

    /** Whether it says that its command was a random choice although there was a model. */
    boolean exploration() throws UnusableRecord {
        return LeRobotFlag.of(text("exploration"), "exploration in meta/episodes")
                .orElse(false);
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

    /** What another program has written into columns that exports have, so that it cannot be taken over. */
    List<String> unread() {
        List<String> names = new ArrayList<>();
        if (text("attempt").isPresent() && attempt().isEmpty()) {
            names.add("attempt in meta/episodes that is no UUID");
        }
        if (text("started_at").isPresent() && startedAt().isEmpty()) {
            names.add("started_at in meta/episodes that is no instant as 2026-11-22T13:00:00Z");
        }
        return names;
    }

    /**
     * fx fy cx cy in pixels.
     *
     * @throws UnusableRecord if it is there and no such four numbers
     */
    Optional<List<Double>> intrinsics() throws UnusableRecord {
        Optional<List<Double>> known = numbers("camera_intrinsics", 4);
        if (known.isPresent() && (known.get().get(0) < 0 || known.get().get(1) < 0)) {
            throw new UnusableRecord("camera_intrinsics in meta/episodes has a focal length below 0");
        }
        return known;
    }

    /** @throws UnusableRecord if it is there and no pose */
    Optional<Pose> cameraInBase() throws UnusableRecord {
        try {
            return numbers("camera_in_base", 7)
                    .map(v -> new Pose(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), v.get(5), v.get(6)));
        } catch (IllegalArgumentException e) {
            UnusableRecord reason = new UnusableRecord(
                    "camera_in_base in meta/episodes is no pose, expected x y z in metres and a unit quaternion x y z w");
            reason.initCause(e);
            throw reason;
        }
    }

    @SuppressWarnings("unchecked")
    private Optional<List<Double>> numbers(String column, int count) throws UnusableRecord {
        Object value = values.get(column);
        if (value == null || value.equals(List.of())) {
            return Optional.empty();
        }
        boolean sound = value instanceof List<?> list
                && list.size() == count
                && list.stream().allMatch(number -> Double.isFinite((Double) number));
        if (!sound) {
            throw new UnusableRecord(column + " in meta/episodes is not " + count + " finite numbers");
        }
        return Optional.of((List<Double>) value);
    }
}
