package armfarm.episodes.postgres;

import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.Supervision;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervision of a part's own loops, which writes to the log. */
final class StoreLoops {
    private static final Logger log = LoggerFactory.getLogger(StoreLoops.class);

    private StoreLoops() {}

    static Supervision of() {
        return new Supervision(InstantSource.system(), StoreLoops::write);
    }

    private static void write(Announcement said) {
        if (said.severity() == Announcement.Severity.INFO) {
            log.info("{}", said.text(), said.cause().orElse(null));
        } else {
            log.warn("{}", said.text(), said.cause().orElse(null));
        }
    }
}
