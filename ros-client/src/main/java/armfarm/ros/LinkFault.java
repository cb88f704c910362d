package armfarm.ros;

import armfarm.ros.TopicHealth.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** A link to a publisher could not be made or has ended, with the cause by its name. */
final class LinkFault extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_TEXT = 500;

    private final Cause reason;

    LinkFault(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    private LinkFault(Cause reason, String message, IOException cause) {
        super(message, cause);
        this.reason = reason;
    }

    Cause reason() {
        return reason;
    }

    /**
     * Names what went wrong.
     *
     * @param what was tried, with the address
     * @param ownAddress what this node tells others about itself
     */
    static LinkFault of(IOException failure, String what, String ownAddress) {
        if (failure instanceof LinkFault known) {
            return known;
        }
        String said = what + ": " + text(failure);
        if (failure instanceof UnknownHostException) {
            return new LinkFault(
                    Cause.ADDRESS_UNKNOWN,
                    said
                            + "; that name does not resolve on this machine: set ROS_IP for the publisher's node, or add the"
                            + " name to this machine's hosts file",
                    failure);
        }
        if (failure instanceof NoRouteToHostException || failure instanceof SocketTimeoutException) {
            return new LinkFault(
                    Cause.UNREACHABLE,
                    said + "; nothing answers there: check the publisher's ROS_IP, a firewall in between and that the"
                            + " machine is on; this node is " + ownAddress,
                    failure);
        }
        if (failure instanceof ConnectException) {
            return new LinkFault(
                    Cause.REFUSED,
                    said + "; nobody listens there: the publisher's node has ended, or it advertises an address that"
                            + " means another machine here (set its ROS_IP); this node is " + ownAddress,
                    failure);
        }
        return new LinkFault(Cause.BAD_ANSWER, said, failure);
    }

    /** What a peer or the system said, in a bounded length. */
    static String text(IOException failure) {
        return shortened(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}
