package armfarm.ros;

import java.time.Duration;
import java.util.List;

/**
 * Whether data of a subscribed topic arrives, and if not, why: what turns "registered, but no data" into one named cause.
 * A snapshot; immutable.
 *
 * @param detail for a person: addresses of both sides, or types and checksums of both sides, and what to change; empty if
 *     all is well
 * @param silentFor since the last message, or since the subscription if there was none
 * @param messages received since the subscription
 * @param links one per publisher that the master knows
 */
public record TopicHealth(
        GraphName topic, Cause cause, String detail, Duration silentFor, long messages, List<Link> links) {
    /** Why no data arrives. */
    public enum Cause {
        /** Data arrives, and the last message is young enough. */
        OK,
        /** The master does not answer or does not know this node; the node keeps trying to register. */
        NOT_REGISTERED,
        /** The master knows no publisher: its node does not run, has another topic name or another master. */
        NO_PUBLISHER,
        /**
         * The name that the publisher advertises does not resolve on this machine: set ROS_IP on the publisher's machine,
         * or add the name to this machine's hosts file.
         */
        ADDRESS_UNKNOWN,
        /**
         * The publisher's machine refuses the connection: its node ended without telling the master, or it advertises a
         * loopback address that means another machine here.
         */
        REFUSED,
        /** No answer from the publisher's address: a firewall, a wrong ROS_IP, or the machine is off. */
        UNREACHABLE,
        /** Something answers at the publisher's address, but not as this topic's publisher. */
        BAD_ANSWER,
        /** The publisher has another definition of the type; the detail has both types and both md5 sums. */
        TYPE_MISMATCH,
        /** Connecting has not been tried to its end yet. */
        CONNECTING,
        /** Connected, but no message came for longer than allowed: the publisher has nothing to send, or hangs. */
        SILENT,
        /** Messages come, but the newest could not be read or the callback failed on it. */
        UNREADABLE
    }

    /**
     * The way to one publisher.
     *
     * @param publisher its XML-RPC address as the master knows it
     * @param dataAddress host:port where it said its data comes from; empty if it has not said so yet
     * @param cause OK while connected
     * @param detail empty while connected
     */
    public record Link(String publisher, String dataAddress, Cause cause, String detail) {}

    public TopicHealth {
        links = List.copyOf(links);
    }

    public boolean ok() {
        return cause == Cause.OK;
    }

    @Override
    public String toString() {
        return topic + ": " + cause + (detail.isEmpty() ? "" : ": " + detail);
    }
}
