package armfarm.ros.bag;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The connections of a bag, as far as they were read. Confined to one thread. */
final class Connections {
    /** More than any recorder subscribes to. */
    private static final int MAX_CONNECTIONS = 65_536;

    /** Of all definitions together; those behind are left empty. */
    private static final long MAX_DEFINITION_BYTES = 32L << 20;

    private final TreeMap<Integer, BagConnection> byId = new TreeMap<>();
    private long definitionBytes;

    /** Reads a connection record whose header was read. */
    static BagConnection read(RecordHeader header, RecordInput in) throws IOException {
        int id = (int) header.uint32("conn");
        RecordHeader published = RecordHeader.parse(in.block("connection header", RecordInput.MAX_CONNECTION_BYTES));
        return new BagConnection(
                id,
                header.text("topic"),
                published.text("type"),
                published.text("md5sum"),
                published.textOr("message_definition", ""),
                published.textOr("callerid", ""),
                published.textOr("latching", "0").equals("1"));
    }

    /** @return what is wrong with it: an id may be repeated, but not for another topic or type */
    Optional<String> add(BagConnection connection) {
        if (byId.size() >= MAX_CONNECTIONS && !byId.containsKey(connection.id())) {
            return Optional.of("more than " + MAX_CONNECTIONS + " connections; " + connection.topic() + " is left out");
        }
        BagConnection before = byId.put(connection.id(), withinBounds(connection));
        if (before == null
                || (before.topic().equals(connection.topic()) && before.md5().equals(connection.md5()))) {
            return Optional.empty();
        }
        return Optional.of("connection " + connection.id() + " is " + connection.topic() + " (" + connection.type()
                + "), but was " + before.topic() + " (" + before.type() + ") before");
    }

    private BagConnection withinBounds(BagConnection connection) {
        BagConnection before = byId.get(connection.id());
        if (before != null && before.definition().equals(connection.definition())) {
            return connection;
        }
        definitionBytes += connection.definition().length();
        return definitionBytes <= MAX_DEFINITION_BYTES
                ? connection
                : new BagConnection(
                        connection.id(),
                        connection.topic(),
                        connection.type(),
                        connection.md5(),
                        "",
                        connection.callerId(),
                        connection.latching());
    }

    Optional<BagConnection> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<BagConnection> all() {
        return List.copyOf(byId.values());
    }
}
