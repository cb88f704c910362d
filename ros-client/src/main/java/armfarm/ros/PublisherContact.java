package armfarm.ros;

import armfarm.messages.time.Deadline;
import armfarm.ros.TopicHealth.Cause;
import armfarm.ros.messages.MessageType;
import armfarm.ros.net.DeadlineInputStream;
import armfarm.ros.xmlrpc.XmlRpcClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a subscriber asks a publisher before data flows: where its data is and whether both mean the same type. */
final class PublisherContact {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);

    private final FollowedTopic topic;
    private final URI publisher;

    PublisherContact(FollowedTopic topic, URI publisher) {
        this.topic = topic;
        this.publisher = publisher;
    }

    /** This node, for texts about addresses. */
    String self() {
        return topic.node().name() + " at " + topic.node().uri();
    }

    /** @throws LinkFault if the publisher cannot be asked, or does not say where its data is */
    InetSocketAddress requestTopic() throws LinkFault {
        Object answer;
        try {
            answer = new XmlRpcClient(publisher, CONNECT_TIMEOUT)
                    .call(
                            "requestTopic",
                            topic.node().name().path(),
                            topic.topic().path(),
                            List.of(List.of("TCPROS")));
        } catch (IOException e) {
            throw LinkFault.of(e, "asking publisher " + publisher, self());
        }
        if (answer instanceof List<?> result
                && result.size() == 3
                && result.get(2) instanceof List<?> protocol
                && protocol.size() >= 3
                && protocol.get(1) instanceof String host
                && protocol.get(2) instanceof Integer port
                && port > 0
                && port < 1 << 16) {
            return new InetSocketAddress(host, port);
        }
        throw new LinkFault(
                Cause.BAD_ANSWER,
                "publisher " + publisher + " answered requestTopic with " + LinkFault.shortened(String.valueOf(answer))
                        + ", expected [1, text, [TCPROS, host, port]]");
    }

    /** Connects and compares types. @return the publisher's header */
    Map<String, String> connect(Socket socket, InetSocketAddress address) throws IOException {
        Map<String, String> answer = exchangeHeaders(socket, address, topic.header());
        String error = answer.get("error");
        if (error != null) {
            throw refused(error, address);
        }
        MessageType<?> type = topic.type();
        String sum = answer.getOrDefault("md5sum", "");
        if (!sum.equals(type.md5()) && !sum.equals("*")) {
            throw mismatch(answer);
        }
        return answer;
    }

    private Map<String, String> exchangeHeaders(Socket socket, InetSocketAddress address, Map<String, String> header)
            throws IOException {
        String where = "connecting to the data of publisher " + publisher + " at " + address.getHostString() + ":"
                + address.getPort();
        try {
            if (address.isUnresolved()) {
                throw new UnknownHostException(address.getHostString());
            }
            TcpRos.prepare(socket, "1".equals(header.get("tcp_nodelay")));
            socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
            socket.getOutputStream().write(TcpRos.encodeHeader(header));
            return TcpRos.readHeader(new DeadlineInputStream(socket, Deadline.after(HEADER_TIMEOUT)));
        } catch (IOException e) {
            throw LinkFault.of(e, where, self());
        }
    }

    /** Not every publisher says its own type when it refuses, but one that is asked for any type does. */
    private LinkFault refused(String error, InetSocketAddress address) {
        String text = "publisher " + publisher + " refused " + topic.type().name() + " with md5 "
                + topic.type().md5() + ": " + LinkFault.shortened(error);
        Map<String, String> anyType = topic.header();
        anyType.put("type", "*");
        anyType.put("md5sum", "*");
        try (Socket probe = new Socket()) {
            Map<String, String> answer = exchangeHeaders(probe, address, anyType);
            if (!topic.type()
                    .md5()
                    .equals(answer.getOrDefault("md5sum", topic.type().md5()))) {
                return mismatch(answer);
            }
        } catch (IOException e) {
            text += " (asking for its type failed: " + e.getMessage() + ")";
        }
        return text.toLowerCase(Locale.ROOT).contains("md5sum")
                ? new LinkFault(Cause.TYPE_MISMATCH, text + "; both sides need the same message definition")
                : new LinkFault(Cause.BAD_ANSWER, text);
    }

    private LinkFault mismatch(Map<String, String> answer) {
        return new LinkFault(
                Cause.TYPE_MISMATCH,
                "publisher " + answer.getOrDefault("callerid", "") + " at " + publisher + " sends "
                        + LinkFault.shortened(answer.getOrDefault("type", "?")) + " with md5 "
                        + LinkFault.shortened(answer.getOrDefault("md5sum", "?")) + ", expected "
                        + topic.type().name() + " with md5 " + topic.type().md5()
                        + "; both sides need the same message definition");
    }

    /**
     * Asks a publisher from which nothing came for a while.
     *
     * @throws LinkFault if it does not answer, no longer offers the topic, or (CONNECTING) offers it elsewhere
     */
    void checkStillAt(InetSocketAddress address) throws LinkFault {
        InetSocketAddress now = requestTopic();
        if (now.getPort() != address.getPort() || !now.getHostString().equals(address.getHostString())) {
            throw new LinkFault(
                    Cause.CONNECTING,
                    "publisher " + publisher + " has moved from " + address.getHostString() + ":" + address.getPort()
                            + " to " + now.getHostString() + ":" + now.getPort());
        }
    }
}
