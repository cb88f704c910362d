package armfarm.controller.bags;

import armfarm.drivers.bag.BagMessage;
import armfarm.drivers.ros.messages.BoolMessage;
import armfarm.drivers.ros.messages.Float64Message;
import armfarm.drivers.ros.messages.IntegerMessage;
import armfarm.drivers.ros.messages.JointStateMessage;
import armfarm.drivers.ros.messages.MessageType;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.messages.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

    private MappedTopics() {}

    /** Success or failure; unknown only where the recording says so. */
    static Outcome outcome(BagMessage message) throws Unusable {
        String type = message.connection().type();
        if (type.equals(BoolMessage.TYPE.name())) {
            return outcome(RecordedImage.decode(BoolMessage.TYPE, message).data());
        } else if (type.equals(StringMessage.TYPE.name())) {
            return outcome(RecordedImage.decode(StringMessage.TYPE, message).data());
        }
        for (MessageType<IntegerMessage> integer : INTEGERS) {
            if (type.equals(integer.name())) {
                return outcome(RecordedImage.decode(integer, message).data() != 0);
            }
        }
        throw new Unusable("outcome of type " + type + ", expected std_msgs/Bool, String or an integer");
    }

    private static Outcome outcome(boolean success) {
        return success ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    private static Outcome outcome(String text) throws Unusable {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (SUCCESS.contains(word)) {
            return Outcome.SUCCESS;
        } else if (FAILURE.contains(word)) {
            return Outcome.FAILURE;
        } else if (UNKNOWN.contains(word)) {
            return Outcome.UNKNOWN;
        }
        throw new Unusable("outcome that is no known word, expected success, failure or unknown");
    }

    /** The gripper's opening with the stamp of the message, else its time. */
    static Samples.Sample<Double> opening(BagMessage message) throws Unusable {
        if (message.connection().type().equals(Float64Message.TYPE.name())) {
            return new Samples.Sample<>(
                    message.time(),
                    RecordedImage.decode(Float64Message.TYPE, message).data());
        }
        JointStateMessage state = RecordedImage.decode(JointStateMessage.TYPE, message);
        if (state.position().isEmpty()) {
            throw new Unusable("gripper state without a position");
        }
        return new Samples.Sample<>(
                stamp(message, state.header().stamp()),
                state.position().stream().mapToDouble(Double::doubleValue).sum());
    }

    static Instant stamp(BagMessage message, Instant stamp) {
        return stamp.equals(Instant.EPOCH) ? message.time() : stamp;
    }
}
