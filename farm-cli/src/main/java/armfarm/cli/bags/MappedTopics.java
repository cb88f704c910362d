package armfarm.cli.bags;

import armfarm.messages.Outcome;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.Float64Message;
import armfarm.ros.messages.IntegerMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.StringMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads messages whose type a lab has chosen. Stateless. */
final class MappedTopics {
    private static final List<MessageType<IntegerMessage>> INTEGERS = List.of(
            IntegerMessage.INT8,
            IntegerMessage.UINT8,
            IntegerMessage.INT16,
            IntegerMessage.UINT16,
            IntegerMessage.INT32,
            IntegerMessage.UINT32,
            IntegerMessage.INT64);
    private static final Set<String> SUCCESS = Set.of("success", "succeeded", "true", "1", "held", "grasped");
    private static final Set<String> FAILURE = Set.of("failure", "failed", "fail", "false", "0", "missed", "empty");
    private static final Set<String> UNKNOWN = Set.of("unknown", "");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final int MAX_WORD = 60;

    /** Each finger may have a joint; more are those of an arm. */
    private static final int MAX_FINGERS = 2;

    /** From a measurement to its recording; further apart, the stamp is of another clock. */
    private static final Duration MAX_LATENCY = Duration.ofSeconds(1);

    private MappedTopics() {}

    /** Types of topics that may hold outcomes. */
    static Set<String> outcomeTypes() {
        Set<String> types = new TreeSet<>(Set.of(BoolMessage.TYPE.name(), StringMessage.TYPE.name()));
        INTEGERS.forEach(integer -> types.add(integer.name()));
        return types;
    }

    /** The outcome as it was sent: true or false, a number, or a word in lower case. */
    static String outcomeText(BagMessage message) throws Unusable {
        String type = message.connection().type();
        if (type.equals(BoolMessage.TYPE.name())) {
            return Boolean.toString(
                    RecordedImage.decode(BoolMessage.TYPE, message).data());
        } else if (type.equals(StringMessage.TYPE.name())) {
            return RecordedImage.decode(StringMessage.TYPE, message)
                    .data()
                    .strip()
                    .toLowerCase(Locale.ROOT);
        }
        for (MessageType<IntegerMessage> integer : INTEGERS) {
            if (type.equals(integer.name())) {
                return Long.toString(RecordedImage.decode(integer, message).data());
            }
        }
        throw new Unusable("outcome of type " + type + ", expected std_msgs/Bool, String or an integer");
    }

    /**
     * What the text means. Nothing is guessed: without a named value only 0 and 1 and the usual words are known.
     *
     * @param success the number or word that means success; then every other number is a failure
     */
    static Outcome outcome(String text, Optional<String> success) throws Unusable {
        boolean number = NUMBER.matcher(text).matches();
        if (success.isPresent()) {
            if (text.equals(success.get().strip().toLowerCase(Locale.ROOT))) {
                return Outcome.SUCCESS;
            } else if (number || text.equals("true") || text.equals("false")) {
                return Outcome.FAILURE;
            }
        }
        if (SUCCESS.contains(text)) {
            return Outcome.SUCCESS;
        } else if (FAILURE.contains(text)) {
            return Outcome.FAILURE;
        } else if (UNKNOWN.contains(text)) {
            return Outcome.UNKNOWN;
        }
        throw new Unusable("outcome '" + shortened(text) + "' "
                + (number
                        ? "is neither 0 (failure) nor 1 (success); name the number that means success with --success-value"
                        : "is no known word, expected success, failure or unknown, or the one of --success-value"));
    }

    /** What a message of others holds, fit for one line of a report. */
    static String shortened(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return printable.length() <= MAX_WORD ? printable : printable.substring(0, MAX_WORD) + "...";
    }

    /**
     * The gripper's opening with the stamp of the message, else its time; empty if the message is about other joints.
     *
     * @param joints whose positions are added up
     */
    static Optional<Samples.Sample<Double>> opening(BagMessage message, List<String> joints) throws Unusable {
        if (message.connection().type().equals(Float64Message.TYPE.name())) {
            return Optional.of(new Samples.Sample<>(
                    message.time(),
                    finite(RecordedImage.decode(Float64Message.TYPE, message).data())));
        }
        JointStateMessage state = RecordedImage.decode(JointStateMessage.TYPE, message);
        List<Double> positions = joints.isEmpty() ? fingers(state) : positions(state, joints);
        if (positions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Samples.Sample<>(
                stamp(message, state.header().stamp()),
                finite(positions.stream().mapToDouble(Double::doubleValue).sum())));
    }

    private static List<Double> fingers(JointStateMessage state) throws Unusable {
        if (state.position().isEmpty()) {
            throw new Unusable("gripper state without a position");
        } else if (state.position().size() > MAX_FINGERS) {
            throw new Unusable("gripper state of the joints "
                    + shortened(state.name().toString()) + "; say with --gripper-joint which are the gripper's");
        }
        return state.position();
    }

    private static List<Double> positions(JointStateMessage state, List<String> joints) throws Unusable {
        List<Double> found = new ArrayList<>();
        for (String joint : joints) {
            int index = state.name().indexOf(joint);
            if (index >= 0 && index < state.position().size()) {
                found.add(state.position().get(index));
            }
        }
        if (!found.isEmpty() && found.size() < joints.size()) {
            throw new Unusable("gripper state without all of the joints " + joints);
        }
        return found;
    }

    private static double finite(double opening) throws Unusable {
        if (!Double.isFinite(opening)) {
            throw new Unusable("gripper opening that is not finite");
        }
        return opening;
    }

    /**
     * When something was measured, by a clock that all topics share: the stamp, unless it is not of the recorder's clock
     * and cannot be compared with messages that have none.
     */
    static Instant stamp(BagMessage message, Instant stamp) {
        Duration apart = Duration.between(stamp, message.time()).abs();
        return apart.compareTo(MAX_LATENCY) <= 0 ? stamp : message.time();
    }
}
