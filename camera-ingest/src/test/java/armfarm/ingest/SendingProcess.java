package armfarm.ingest;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import java.nio.file.Path;
import java.time.Duration;

/** A process with a broker and a sender that writes the number of acknowledged attempts until it is killed. */
final class SendingProcess {
    static final int FRAMES = 2;

    private SendingProcess() {}

    public static void main(String[] arguments) {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
        ArmEventsTopic.ensure(broker.bootstrapServers(), 1, IngestConfig.defaults());
        AttemptPublisher publisher = new AttemptPublisher(broker.bootstrapServers(), 1, IngestConfig.defaults());
        TestAttempts make = new TestAttempts(Long.parseLong(arguments[1]), 10_000);
        for (int acknowledged = 1; ; acknowledged++) {
            for (AttemptEvent event : make.events(0, FRAMES)) {
                publisher.publish(event, 0);
            }
            if (publisher.flush(Duration.ofSeconds(20))) {
                System.out.println("acknowledged " + acknowledged);
            }
        }
    }
}
