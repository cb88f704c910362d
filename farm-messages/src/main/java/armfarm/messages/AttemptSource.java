package armfarm.messages;

import java.util.regex.Pattern;

/**
 * Where an attempt comes from: what ran the arm of one that a farm made, or the data set or bag it was read from. Immutable.
 *
 * @param name a kind ({@code embedded}, {@code gazebo}, {@code ros}, {@code own}), or a kind and a name ({@code imported:NAME},
 *     {@code bag:NAME}); others may come later
 */
public record AttemptSource(String name) implements Comparable<AttemptSource> {
    // First, for the constants below are checked too.
    private static final int LONGEST_NAME = 64;
    private static final String NAME = "[A-Za-z0-9_.-]{1," + LONGEST_NAME + "}";
    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9_]{0,31}(:" + NAME + ")?");

    /** The kind of what {@code armfarm import} read. */
    public static final String IMPORTED_KIND = "imported";

    /** The kind of what {@code armfarm bag import} read from bags of others. */
    public static final String BAG_KIND = "bag";

    /** An arm of a farm, made before it was kept what ran it. */
    public static final AttemptSource OWN = new AttemptSource("own");

    /** An arm of a farm in the embedded simulation. */
    public static final AttemptSource EMBEDDED = new AttemptSource("embedded");

    /** An arm of a farm in Gazebo. */
    public static final AttemptSource GAZEBO = new AttemptSource("gazebo");

    /** An arm of a farm that is reached over ROS: a cell of the lab. */
    public static final AttemptSource ROS = new AttemptSource("ros");

    /** Read from a recording or data set before its name was kept. */
    public static final AttemptSource UNNAMED_IMPORT = new AttemptSource(IMPORTED_KIND + ":unnamed");

    public AttemptSource {
        if (!VALID.matcher(name).matches()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Source '" + name
                            + "' is not valid: expected a kind such as embedded, gazebo or ros, or a kind and a"
                            + " name such as imported:lab_2016 (letters, digits, '_', '.' and '-', at most 64)");
        }
    }

    /** What is taken for the source of an attempt that does not say it. */
    public static AttemptSource unsaid(Purpose purpose) {
        return purpose == Purpose.IMPORT ? UNNAMED_IMPORT : OWN;
    }

    /**
     * A data set or bag.
     *
     * @param kind {@link #IMPORTED_KIND} or {@link #BAG_KIND}
     * @param fileName of its file or folder; what a name cannot have becomes {@code _}
     */
    public static AttemptSource ofFile(String kind, String fileName) {
        String valid = fileName.replaceAll("[^A-Za-z0-9_.-]", "_");
        return new AttemptSource(kind + ":"
                + (valid.isEmpty() ? "unnamed" : valid.substring(0, Math.min(LONGEST_NAME, valid.length()))));
    }

    /** What comes before the colon, or all of it. */
    public String kind() {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    @Override
    public int compareTo(AttemptSource other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
