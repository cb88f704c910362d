package armfarm.cli.bags;

import armfarm.messages.ArmId;
import armfarm.ros.GraphName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Topics of an exported attempt: the live names of the arm's contract where there is a live topic, and names below
 * {@code attempt} for what only the farm knows. The table is in docs/bags.md. Immutable.
 */
record AttemptTopics(ArmId arm) {
    /** Group 1 is the arm, group 2 is started, frame or ended. */
    private static final Pattern EVENT = Pattern.compile("/([A-Za-z][A-Za-z0-9_]*)/attempt/(started|frame|ended)");

    private static final Pattern IMAGE = Pattern.compile("/[A-Za-z][A-Za-z0-9_]*/camera/image_raw/compressed");

    private static final Pattern DEPTH =
            Pattern.compile("/[A-Za-z][A-Za-z0-9_]*/camera/depth_registered/image_raw/compressed");

    /** Whether the topic holds events of exported attempts. */
    static boolean isEvent(String topic) {
        return EVENT.matcher(topic).matches();
    }

    /** The word after attempt/; the topic must be one of events. */
    static String eventKind(String topic) {
        Matcher matcher = EVENT.matcher(topic);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(topic);
        }
        return matcher.group(2);
    }

    /** Whether the topic may hold the images of exported attempts. */
    static boolean isImage(String topic) {
        return IMAGE.matcher(topic).matches();
    }

    /** Whether the topic may hold the depth of exported attempts' images. */
    static boolean isDepth(String topic) {
        return DEPTH.matcher(topic).matches();
    }

    GraphName image() {
        return name("camera/image_raw/compressed");
    }

    GraphName depth() {
        return name("camera/depth_registered/image_raw/compressed");
    }

    GraphName cameraInfo() {
        return name("camera/camera_info");
    }

    GraphName cameraInBase() {
        return name("camera/camera_in_base");
    }

    GraphName gripperState() {
        return name("gripper/state");
    }

    GraphName gripperInBase() {
        return name("attempt/gripper_in_base");
    }

    GraphName commandedInBase() {
        return name("attempt/commanded_in_base");
    }

    GraphName reachedInBase() {
        return name("attempt/reached_in_base");
    }

    GraphName started() {
        return name("attempt/started");
    }

    GraphName frame() {
        return name("attempt/frame");
    }

    GraphName ended() {
        return name("attempt/ended");
    }

    private GraphName name(String relative) {
        return GraphName.of("/" + arm.name()).child(relative);
    }
}
