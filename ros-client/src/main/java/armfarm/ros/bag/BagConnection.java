package armfarm.ros.bag;

import armfarm.ros.messages.MessageType;

/**
 * A topic of a recording with the type of its messages: in a bag a connection, in an MCAP file a channel.
 *
 * @param id unique in its file
 * @param type package and type, for example sensor_msgs/Image
 * @param md5 sum of the definition, as both ends of a ROS connection compare it
 * @param definition text with all nested types; empty if the recorder did not know it
 * @param callerId node that published; empty if not known
 * @param latching the last message was given to late subscribers
 */
public record BagConnection(
        int id, String topic, String type, String md5, String definition, String callerId, boolean latching) {
    /** A topic of ours. */
    public static BagConnection of(int id, String topic, MessageType<?> type, String callerId, boolean latching) {
        return new BagConnection(id, topic, type.name(), type.md5(), type.fullText(), callerId, latching);
    }

    /** Whether the messages have exactly this type, definition included. */
    public boolean carries(MessageType<?> messageType) {
        return type.equals(messageType.name()) && md5.equals(messageType.md5());
    }
}
