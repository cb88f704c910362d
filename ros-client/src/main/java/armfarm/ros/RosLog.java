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
    static final PublisherOptions OPTIONS =
            PublisherOptions.defaults().withLatched(true).withQueue(new QueueLimit(100, 1 << 20));

    private static final Logger LOG = LoggerFactory.getLogger(RosLog.class);
    private static final StackWalker STACK = StackWalker.getInstance();

    private final GraphName node;
    private final InstantSource clock;
    private final Publisher<LogMessage> lines;
    private final Registrations registrations;

    /**
     * A log.
     *
     * @param lines on {@link #ROSOUT}, with {@link #OPTIONS}
     * @param registrations name the topics of each line
     */
    RosLog(GraphName node, InstantSource clock, Publisher<LogMessage> lines, Registrations registrations) {
        this.node = node;
        this.clock = clock;
        this.lines = lines;
        this.registrations = registrations;
    }

    public void debug(String text) {
        LOG.debug("{}: {}", node, text);
        publish(LogMessage.DEBUG, text);
    }

    public void info(String text) {
        LOG.info("{}: {}", node, text);
        publish(LogMessage.INFO, text);
    }

    public void warn(String text) {
        LOG.warn("{}: {}", node, text);
        publish(LogMessage.WARN, text);
    }

    public void error(String text) {
        LOG.error("{}: {}", node, text);
        publish(LogMessage.ERROR, text);
    }

    /** The node cannot go on. */
    public void fatal(String text) {
        LOG.error("{}: fatal: {}", node, text);
        publish(LogMessage.FATAL, text);
    }

    private void publish(int level, String text) {
        StackWalker.StackFrame caller = STACK.walk(frames -> frames.filter(
                        frame -> !frame.getClassName().equals(RosLog.class.getName()))
                .findFirst()
                .orElseThrow());
        List<String> topics = registrations.publishers().stream()
                .map(publisher -> publisher.topic().path())
                .sorted()
                .toList();
        lines.publish(new LogMessage(
                Header.at(clock.instant(), ""),
                level,
                node.path(),
                text,
                String.valueOf(caller.getFileName()),
                caller.getMethodName(),
                Math.max(0, caller.getLineNumber()),
                topics));
    }
}
