package armfarm.ros;

import armfarm.messages.DriverException;
import java.util.regex.Pattern;

/** Full name of a node, topic or parameter: slash-separated words from the root, for example /arm_1/joint_states. */
public record GraphName(String path) {
    // ROS wiki, "Names": after a slash come letters, digits and underscores; other nodes use words such as /robot/1.
    private static final Pattern VALID = Pattern.compile("(/[A-Za-z0-9_]+)+");

    public GraphName {
        if (!VALID.matcher(path).matches()) {
            throw new DriverException("ROS name '" + path
                    + "' is not valid: expected words of letters, digits and '_', each after a '/'");
        }
    }

    public static GraphName of(String path) {
        return new GraphName(path);
    }

    /** The full name that a name has when the given node uses it: /global, relative to its namespace, or ~private. */
    public static GraphName resolve(String node, String name) {
        if (name.startsWith("/")) {
            return new GraphName(name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        }
        if (name.startsWith("~")) {
            return new GraphName(node + "/" + name.substring(1));
        }
        return new GraphName(node.substring(0, Math.max(0, node.lastIndexOf('/'))) + "/" + name);
    }

    /** @param relative for example camera/image_raw */
    public GraphName child(String relative) {
        return new GraphName(path + "/" + relative);
    }

    @Override
    public String toString() {
        return path;
    }
}
