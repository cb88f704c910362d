package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.ros.messages.MessageType;
import java.util.LinkedHashMap;
import java.util.Map;

/** A topic as a node follows it. Immutable. */
record FollowedTopic(NodeCore node, GraphName topic, MessageType<?> type, boolean noDelay) {
    /** @throws DriverException if a further subscriber would need other links */
    void requireSameType(MessageType<?> other) {
        if (!other.name().equals(type.name()) || !other.md5().equals(type.md5())) {
            throw new DriverException("Node " + node.name() + " already follows " + topic + " as " + type.name()
                    + " with md5 " + type.md5() + ", not as " + other.name() + " with md5 " + other.md5()
                    + "; a topic has one type");
        }
    }

    /** What a publisher is asked with. */
    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("topic", topic.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("tcp_nodelay", noDelay ? "1" : "0");
        header.put("message_definition", type.fullText());
        return header;
    }
}
