package armfarm.ros;

import armfarm.ros.messages.Header;
import armfarm.ros.messages.LogMessage;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's log lines, for the other nodes on /rosout and for this process's own log. Writing a line never blocks: above a
 * bounded queue per listener the oldest lines are dropped and counted. Thread-safe.
 */
public final class RosLog {
    static final GraphName ROSOUT = GraphName.of("/rosout");

    private static final Logger LOG = LoggerFactory.getLogger(RosLog.class);
    private static final QueueLimit QUEUE = new QueueLimit(100, 1 << 20);
    private static final StackWalker STACK = StackWalker.getInstance();

    private final RosNode node;
    private final InstantSource clock;
    private final Publisher<LogMessage> lines;

    /** Offers /rosout; blocks until the master answered or failed to. */
    RosLog(RosNode node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        this.lines = node.advertiseAnyway(
                ROSOUT,
                LogMessage.TYPE,
                PublisherOptions.defaults().withLatched(true).withQueue(QUEUE));
    }

    public void debug(String text) {
        LOG.debug("{}: {}", node.name(), text);
        publish(LogMessage.DEBUG, text);
    }

    public void info(String text) {
        LOG.info("{}: {}", node.name(), text);
        publish(LogMessage.INFO, text);
    }

    public void warn(String text) {
        LOG.warn("{}: {}", node.name(), text);
        publish(LogMessage.WARN, text);
    }

    public void error(String text) {
        LOG.error("{}: {}", node.name(), text);
        publish(LogMessage.ERROR, text);
    }

    /** The node cannot go on. */
    public void fatal(String text) {
        LOG.error("{}: fatal: {}", node.name(), text);
        publish(LogMessage.FATAL, text);
    }

    private void publish(int level, String text) {
        StackWalker.StackFrame caller = STACK.walk(frames -> frames.filter(
                        frame -> !frame.getClassName().equals(RosLog.class.getName()))
                .findFirst()
                .orElseThrow());
        List<String> topics = node.publishers().stream()
                .map(publisher -> publisher.topic().path())
                .sorted()
                .toList();
        lines.publish(new LogMessage(
                Header.at(clock.instant(), ""),
                level,
                node.name().path(),
                text,
                String.valueOf(caller.getFileName()),
                caller.getMethodName(),
                Math.max(0, caller.getLineNumber()),
                topics));
    }
}
