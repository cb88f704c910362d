package armfarm.controller.base;

import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.Supervision;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a supervision tells of its loops to the log. */
public final class LoopLog {
    private static final Logger LOG = LoggerFactory.getLogger(LoopLog.class);

    private LoopLog() {}

    /** The supervision of a process. */
    public static Supervision supervision(InstantSource clock) {
        return new Supervision(clock, LoopLog::write);
    }

    private static void write(Announcement announcement) {
        Throwable cause = announcement.cause().orElse(null);
        switch (announcement.severity()) {
            case INFO -> LOG.info("{}", announcement.text(), cause);
            case WARNING -> LOG.warn("{}", announcement.text(), cause);
            case ERROR -> LOG.error("{}", announcement.text(), cause);
        }
    }
}
