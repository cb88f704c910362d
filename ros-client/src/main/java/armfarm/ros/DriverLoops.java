package armfarm.ros;

import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.Supervision;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervision of a part's own loops, which writes to the log. */
public final class DriverLoops {
    private static final Logger LOG = LoggerFactory.getLogger(DriverLoops.class);

    private DriverLoops() {}

    public static Supervision of() {
        return new Supervision(InstantSource.system(), DriverLoops::write);
    }

    private static void write(Announcement said) {
        if (said.severity() == Announcement.Severity.INFO) {
            LOG.info("{}", said.text(), said.cause().orElse(null));
        } else {
            LOG.warn("{}", said.text(), said.cause().orElse(null));
        }
    }
}
