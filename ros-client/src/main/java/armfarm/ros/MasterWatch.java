package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.SupervisedLoop;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the master still knows the node, and registers everything again when it does not: the master
 * was restarted, or started late. Also ends connections whose peers take nothing, and looks at the age of topics' data. Confined to its thread, but for
 * {@link #close} and the count.
 */
final class MasterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);

    /** The whole graph is compared this rarely while nothing looks wrong: a large farm's takes some 20 KiB. */
    private static final int FULL_CHECK_EVERY = 10;

    private final NodeCore node;
    private final Registrations registrations;
    private final ParameterClient parameters;
    private final Runnable eachLook;
    private final AtomicLong registeredAgain = new AtomicLong();
    private int checks;
    private boolean away;
    private volatile boolean closed;
    private Optional<URI> twin = Optional.empty();

    /** @param eachLook done as often as the master is looked at */
    MasterWatch(NodeCore node, Registrations registrations, ParameterClient parameters, Runnable eachLook) {
        this.node = node;
        this.registrations = registrations;
        this.parameters = parameters;
        this.eachLook = eachLook;
    }

    /** How often everything had to be registered again. */
    long registeredAgain() {
        return registeredAgain.get();
    }

    /** Until the loop is stopped. */
    void watch(SupervisedLoop self) throws InterruptedException {
        while (self.pause(node.config().masterCheck())) {
            eachLook.run();
            node.lookAtHealth();
            check();
            self.progress();
        }
    }

    private void check() {
        if (registrations.isEmpty()) {
            return;
        }
        try {
            checkMaster();
            node.masterAnswered();
            away = false;
        } catch (DriverException e) {
            if (!away && !isClosed()) {
                LOG.warn(
                        "{}; node {} keeps its links and registers again when a master answers",
                        e.getMessage(),
                        node.name());
            }
            away = true;
            node.masterFailed(e);
        }
    }

    private void checkMaster() {
        Optional<URI> known = node.master().findNode(node.name());
        if (known.isPresent() && !known.get().equals(node.uri())) {
            reportTwin(known);
            return;
        }
        twin = Optional.empty();
        boolean compare = away || ++checks % FULL_CHECK_EVERY == 0;
        boolean lost = known.isEmpty()
                || (compare && !registrations.knownIn(node.master().state()));
        if (lost && !isClosed()) {
            registrations.registerAllAgain();
            registeredAgain.incrementAndGet();
            LOG.warn(
                    "The master {} did not know node {} any more: everything is registered again",
                    node.masterUri(),
                    node.name());
        } else if (away) {
            parameters.registerAgain();
        }
    }

    /** A newer node has this one's name. Registering again would only make the two take it from each other for ever. */
    private void reportTwin(Optional<URI> known) {
        if (!known.equals(twin)) {
            LOG.error(
                    "Another node took the name {}: the master {} knows it at {}, this one is at {}; give one of them"
                            + " another name",
                    node.name(),
                    node.masterUri(),
                    known.orElseThrow(),
                    node.uri());
            twin = known;
        }
    }

    private boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
