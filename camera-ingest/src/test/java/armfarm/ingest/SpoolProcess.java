package armfarm.ingest;

import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.AttemptEvent;
import java.nio.file.Path;
import java.util.Optional;

/** A process whose broker is away: it says how many attempts are taken over for good until it is killed. */
final class SpoolProcess {
    static final int FRAMES = 2;
    static final int EVENTS = FRAMES + 2;

    private SpoolProcess() {}

    public static void main(String[] arguments) {
        EventSpool spool = new EventSpool(SpoolConfig.of(Path.of(arguments[1]), 64 << 20), 1);
        AttemptPublisher publisher = new AttemptPublisher(arguments[0], 1, IngestConfig.defaults(), Optional.of(spool));
        TestAttempts make = new TestAttempts(Long.parseLong(arguments[2]), 10_000);
        while (true) {
            for (AttemptEvent event : make.events(0, FRAMES)) {
                publisher.publish(event, 0);
            }
            System.out.println("spooled " + publisher.metrics().spooled() / EVENTS);
        }
    }
}
