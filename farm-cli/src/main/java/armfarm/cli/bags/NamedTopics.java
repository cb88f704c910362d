package armfarm.cli.bags;

import armfarm.ros.bag.BagConnection;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Float64Message;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a recording has the topics that were named, with types that fit. A mistyped name must not pass for no data. */
final class NamedTopics {
    private static final int MAX_LISTED = 40;

    private final List<Named> all = new ArrayList<>();

    /**
     * A topic by an option.
     *
     * @param everywhere each recording must have it; what is said of a camera holds for the recordings behind it, too
     */
    private record Named(String option, String topic, Set<String> types, boolean everywhere) {
        boolean isIn(Collection<BagConnection> connections) {
            return connections.stream()
                    .anyMatch(connection -> connection.topic().equals(topic));
        }

        boolean fits(Collection<BagConnection> connections) {
            return connections.stream()
                    .anyMatch(connection -> connection.topic().equals(topic) && types.contains(connection.type()));
        }
    }

    NamedTopics(ImportOptions options) {
        ImportOptions.Topics topics = options.topics();
        boolean one = topics.images().size() == 1;
        for (String image : topics.images()) {
            add("--image-topic", image, Set.of(ImageMessage.TYPE.name(), CompressedImage.TYPE.name()), one);
        }
        Set<String> poses = Set.of(PoseStamped.TYPE.name());
        Set<String> joints = Set.of(JointStateMessage.TYPE.name());
        topics.outcome().ifPresent(o -> add("--outcome-topic", o.topic(), MappedTopics.outcomeTypes(), true));
        topics.poseInBase().ifPresent(topic -> add("--pose-topic", topic, poses, true));
        topics.joints().ifPresent(j -> add("--joint-topic", j.topic(), joints, true));
        topics.gripper().ifPresent(gripper -> {
            boolean byName = !gripper.joints().isEmpty();
            Set<String> types = Set.of(JointStateMessage.TYPE.name(), Float64Message.TYPE.name());
            add("--gripper-topic", gripper.topic(), byName ? joints : types, true);
        });
        topics.cameraInfo().ifPresent(t -> add("--camera-info-topic", t, Set.of(CameraInfoMessage.TYPE.name()), false));
        topics.cameraInBase().ifPresent(topic -> add("--camera-pose-topic", topic, poses, false));
    }

    private void add(String option, String topic, Set<String> types, boolean everywhere) {
        all.add(new Named(option, topic, types, everywhere));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** What is wrong with the options, given what several recordings hold; each topic must be in one of them. */
    Optional<String> wrongFor(Collection<BagConnection> connections) {
        return all.stream()
                .filter(named -> !named.fits(connections))
                .map(named -> message(named, "", connections))
                .findFirst();
    }

    /** Which named topic one recording lacks. */
    Optional<String> missingIn(String recording, Collection<BagConnection> connections) {
        return all.stream()
                .filter(named -> named.isIn(connections) ? !named.fits(connections) : named.everywhere)
                .map(named -> message(named, " of " + recording, connections))
                .findFirst();
    }

    private static String message(Named named, String where, Collection<BagConnection> connections) {
        String what = named.option + " " + MappedTopics.shortened(named.topic) + where;
        String expected = " of type " + String.join(" or ", new TreeSet<>(named.types));
        String found = named.isIn(connections)
                ? what + ": found another type, expected a topic" + expected
                : what + ": there is no such topic, expected one" + expected;
        return found + ". Topics there:" + list(connections);
    }

    private static String list(Collection<BagConnection> connections) {
        Set<String> lines = new TreeSet<>();
        connections.forEach(connection -> lines.add("\n  " + MappedTopics.shortened(connection.topic()) + " ("
                + MappedTopics.shortened(connection.type()) + ")"));
        if (lines.isEmpty()) {
            return " none";
        }
        String shown = String.join("", lines.stream().limit(MAX_LISTED).toList());
        return lines.size() <= MAX_LISTED ? shown : shown + "\n  and " + (lines.size() - MAX_LISTED) + " more";
    }
}
