package armfarm.drivers.cell;

import armfarm.drivers.safety.UnsafeCommandException;
import armfarm.messages.DriverException;
import armfarm.ros.actionlib.ActionClient;
import armfarm.ros.actionlib.GoalHandle;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.GoalStatus;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What arm and gripper of one connection share: how goals are carried out, the numbering of requests, the stamp of the last
 * result, and a person's stop. Confined to the arm's thread.
 */
final class CellSession {
    private final CellSpec spec;
    private final CellConnection connection;
    private final InstantSource clock;
    private final String requestPrefix;
    private long requestCount;
    private Instant lastResultStamp = Instant.EPOCH;

    CellSession(CellSpec spec, CellConnection connection, InstantSource clock, String node) {
        this.spec = spec;
        this.connection = connection;
        this.clock = clock;
        this.requestPrefix = node + "-" + clock.millis() + "-";
    }

    CellSpec spec() {
        return spec;
    }

    CellConnection connection() {
        return connection;
    }

    Instant now() {
        return clock.instant();
    }

    String nextRequest() {
        requestCount++;
        return requestPrefix + requestCount;
    }

    /** By the robot's clock. */
    Instant lastResultStamp() {
        return lastResultStamp;
    }

    void finishedAt(Instant stamp) {
        lastResultStamp = stamp.isAfter(lastResultStamp) ? stamp : lastResultStamp;
    }

    /** @throws UnsafeCommandException if a person has stopped the arm */
    void requireNotStopped() {
        connection.stop().stopped().ifPresent(why -> {
            throw new UnsafeCommandException("Arm " + spec.arm() + " is " + why);
        });
    }

    /**
     * Sends a goal and waits for its result, also when a person stops the arm meanwhile: the goal is cancelled then and ends
     * early. One that takes too long is cancelled, too.
     *
     * @throws DriverException if no result came; it says what is known
     */
    <G, R> ActionResult<R> execute(ActionClient<G, R, ?> action, G goal, String what) {
        if (!action.awaitServer(connection.timeout())) {
            throw new DriverException("Arm " + spec.arm() + " cannot begin its " + what + ": after " + seconds() + " s "
                    + action.problems() + "; check that the arm's controller runs");
        }
        requireNotStopped();
        GoalHandle<R, ?> sent = action.send(goal);
        if (connection.stop().stopped().isPresent()) {
            // The heartbeat's cancel may have been sent before the goal.
            sent.cancel();
        }
        ActionResult<R> result =
                sent.await(connection.timeout()).orElseThrow(() -> tookTooLong(sent, what, action.problems()));
        finishedAt(result.header().stamp());
        return result;
    }

    private DriverException tookTooLong(GoalHandle<?, ?> sent, String what, String problems) {
        int status = sent.status();
        sent.cancel();
        return new DriverException("Arm " + spec.arm() + " did not finish its " + what + " within " + seconds()
                + " s (goal " + sent.id().id() + " has status " + status + ", it is cancelled now; " + problems
                + "); check the arm: it may still be moving");
    }

    private double seconds() {
        return connection.timeout().toMillis() / 1000.0;
    }

    void requireSucceeded(String what, GoalStatus status, String detail) {
        if (status.status() != GoalStatus.SUCCEEDED) {
            requireNotStopped();
            throw new DriverException("Arm " + spec.arm() + " did not finish its " + what + ": status "
                    + status.status() + " (expected 3, succeeded), '" + status.text() + "' " + detail
                    + "; look at the arm and its controller's log");
        }
    }
}
