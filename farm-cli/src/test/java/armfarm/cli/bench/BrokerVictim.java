package armfarm.cli.bench;

import armfarm.ingest.broker.EmbeddedBroker;
import java.nio.file.Path;

/** A process that is a broker until it is killed. */
final class BrokerVictim {
    private BrokerVictim() {}

    /** Arguments: folder, port, controller's port. */
    public static void main(String[] arguments) {
        EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println("broker runs");
    }
}
