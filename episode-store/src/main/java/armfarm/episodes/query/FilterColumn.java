package armfarm.episodes.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a filter can ask about: columns of the view {@code grasps}, under the same names. */
public enum FilterColumn {
    ARM(Type.ARM, "name, or its number: 3 is arm_3"),
    OUTCOME(Type.WORD, "by the label that counts", "success", "failure", "unknown", "aborted"),
    PREDICTED(Type.NUMBER, "the model's success probability for what it chose, 0 to 1"),
    MODEL(Type.TEXT, "version with its hash, for example 'm0004-18c59821'; '' is a random choice"),
    OBJECT(Type.TEXT, "what is known to have been held; '' if nothing or not known"),
    OBJECT_SET(Type.WORD, "which objects are in the bin", "training", "held_out", "held_out_kinds"),
    PURPOSE(Type.WORD, "why it was made", "collection", "evaluation", "import"),
    SOURCE(
            Type.TEXT,
            "where it comes from: embedded, gazebo, ros, own (an arm of a farm, not kept which), imported:NAME, bag:NAME"),
    LABEL_SOURCE(
            Type.WORD, "who gave the label that counts", "gripper", "drop_test", "simulator", "human", "recording"),
    LABEL_CONFIDENCE(Type.NUMBER, "0 to 1"),
    SENSOR_OUTCOME(Type.WORD, "as first stored", "success", "failure", "unknown", "aborted"),
    TRUTH_OUTCOME(Type.WORD, "the simulator's knowledge", "success", "failure", "unknown", "aborted"),
    FAILURE_CAUSE(
            Type.WORD, "of a failure; null if it did not fail or too little is known", "empty", "slipped", "blocked"),
    PREDICTED_CAUSE(
            Type.WORD,
            "why it would fail if it did, as the model saw it; null without such a prediction",
            "empty",
            "slipped",
            "blocked"),
    PREDICTED_EMPTY(Type.NUMBER, "the model's probability of failing so, 0 to 1"),
    PREDICTED_SLIPPED(Type.NUMBER, "likewise"),
    PREDICTED_BLOCKED(Type.NUMBER, "likewise"),
    EXPLORATION(Type.FLAG, "a random choice although there was a model"),
    EXCLUDED(Type.FLAG, "taken out by a person"),
    PURGED(Type.FLAG, "its images were removed"),
    DAY(Type.DAY, "of its start, UTC: '2026-11-01'"),
    STARTED_AT(Type.TIME, "'2026-11-01T08:30:00Z'"),
    STORED_AT(Type.TIME, "likewise"),
    ATTEMPT_ID(Type.ID, "the whole id"),
    ATTEMPT_NUMBER(Type.NUMBER, "of its arm, from 1"),
    SCENE_ID(Type.TEXT, "the bin's content since it was last filled"),
    GRIPPER_OPENING_METERS(Type.NUMBER, "after closing"),
    DROP_TEST_DIFFERENCE(Type.NUMBER, "share of changed pixels, 0 to 1"),
    GRASP_X_METERS(Type.NUMBER, "where the gripper was told to close, base frame"),
    GRASP_Y_METERS(Type.NUMBER, "likewise"),
    GRASP_Z_METERS(Type.NUMBER, "likewise"),
    GRASP_YAW_RADIANS(Type.NUMBER, "likewise"),
    DECIDING_MS(Type.NUMBER, "time the policy took"),
    MISSED_IMAGES(Type.NUMBER, "images that never came"),
    MISSED_EVENTS(Type.NUMBER, "events that never came"),
    ABORT_REASON(Type.TEXT, "null unless aborted"),
    IMPORTED_FROM(Type.TEXT, "SHA-256 of the recording; null if this farm made it"),
    SOFTWARE_VERSION(Type.TEXT, "of the process that drove the arm");

    /** What a value of the column looks like. */
    enum Type {
        TEXT("a text in single quotes"),
        WORD("one of its words in single quotes"),
        ARM("an arm's name in single quotes, or its number"),
        NUMBER("a number"),
        FLAG("true or false"),
        DAY("a day in single quotes, for example '2026-11-01'"),
        TIME("a time in single quotes, for example '2026-11-01T08:30:00Z'"),
        ID("an attempt's whole id in single quotes");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }
    }

    private final Type type;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> words;

    FilterColumn(Type type, String meaning, String... words) {
        this.type = type;
        this.meaning = meaning;
        this.words = List.of(words);
    }

    Type type() {
        return type;
    }

    /** What it means, for people. */
    public String meaning() {
        return words.isEmpty() ? meaning : meaning + ": " + String.join(", ", words);
    }

    /** The only values it can have; empty if there is no such list. */
    public List<String> words() {
        return words;
    }

    /** As written in filters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FilterColumn> of(String label) {
        return Arrays.stream(values())
                .filter(column -> column.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String labels() {
        return Arrays.stream(values()).map(FilterColumn::label).collect(Collectors.joining(", "));
    }
}
