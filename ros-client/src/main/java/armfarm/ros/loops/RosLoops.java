package armfarm.ros.loops;

import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.Supervision;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervision of the loops of a ROS node, or of a driver beside it, which writes to the log. */
public final class RosLoops {
    private static final Logger LOG = LoggerFactory.getLogger(RosLoops.class);

    private RosLoops() {}

    public static Supervision of() {
        return new Supervision(InstantSource.system(), RosLoops::write);
    }

    private static void write(Announcement said) {
        if (said.severity() == Announcement.Severity.INFO) {
            LOG.info("{}", said.text(), said.cause().orElse(null));
        } else {
            LOG.warn("{}", said.text(), said.cause().orElse(null));
        }
    }
}
