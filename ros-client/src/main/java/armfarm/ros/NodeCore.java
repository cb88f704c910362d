package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.loops.RosLoops;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts of a node share: who the node is, its master, and where its loops and threads run. It knows none of the parts.
 * Thread-safe.
 */
final class NodeCore {
    private static final Duration MASTER_TIMEOUT = Duration.ofSeconds(5);

    /** Ended by flags and closed sockets; what does not end by them is interrupted. */
    private static final LoopOptions LOOPS = LoopOptions.defaults()
            .withPauses(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withoutSilenceLimit()
            .notInterrupted(Duration.ofMillis(100));

    private final RosNodeConfig config;
    private final MasterApi master;
    private final Supervision loops = RosLoops.of();
    private final DaemonThreads threads = new DaemonThreads();
    private final Changes changes = new Changes();
    private final Set<HealthWatch> healthWatches = ConcurrentHashMap.newKeySet();
    private volatile String masterProblem = "";
    private volatile URI uri;
    private volatile URI serviceUri;

    NodeCore(RosNodeConfig config) {
        this.config = config;
        this.master = new MasterApi(config.masterUri(), config.name(), MASTER_TIMEOUT);
    }

    /** Called once, before anything is registered. */
    void servedAt(URI nodeUri, URI servicesUri) {
        uri = nodeUri;
        serviceUri = servicesUri;
    }

    RosNodeConfig config() {
        return config;
    }

    GraphName name() {
        return config.name();
    }

    URI masterUri() {
        return config.masterUri();
    }

    /** The node's own XML-RPC address. */
    URI uri() {
        return uri;
    }

    /** Where the node's services are served. */
    URI serviceUri() {
        return serviceUri;
    }

    MasterApi master() {
        return master;
    }

    /** Why the master could not be asked the last time; empty if it answered. */
    String masterProblem() {
        return masterProblem;
    }

    void masterAnswered() {
        masterProblem = "";
    }

    void masterFailed(DriverException problem) {
        masterProblem = problem.getMessage();
    }

    /** What lives as long as the node or one of its links. */
    Supervision loops() {
        return loops;
    }

    /** @param name for people */
    void startLoop(String thread, String name, SupervisedLoop.Body body) {
        SupervisedLoop loop = loops.loop(name, body, LOOPS);
        boolean started = false;
        try {
            threads.start(thread, loop::runHere);
            started = true;
        } finally {
            if (!started) {
                loop.close();
            }
        }
    }

    DaemonThreads threads() {
        return threads;
    }

    /** For whoever waits until something of the node is as it should be. */
    Changes changes() {
        return changes;
    }

    void remember(HealthWatch watch) {
        healthWatches.add(watch);
    }

    void forget(HealthWatch watch) {
        healthWatches.remove(watch);
    }

    void lookAtHealth() {
        healthWatches.forEach(HealthWatch::look);
    }
}
