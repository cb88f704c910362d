package armfarm.controller;

import armfarm.controller.base.OpenParts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.Probes;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.DatabaseProbe;
import armfarm.ingest.broker.BrokerProbe;
import armfarm.ros.MasterProbe;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** The questions to the services that a farm stands on, whatever processes it is made of. */
public final class FarmProbes {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A service that needs longer for such a small answer is of no use. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Probes probes;
    private final OpenParts parts;

    private FarmProbes(InstantSource clock, OpenParts parts) {
        this.probes = new Probes(clock, EVERY);
        this.parts = parts;
    }

    /** @param parts closed after the probes */
    public static FarmProbes with(InstantSource clock, OpenParts parts) {
        return new FarmProbes(clock, parts);
    }

    public FarmProbes database(Database database) {
        DatabaseProbe probe = new DatabaseProbe(database, LIMIT);
        probes.add(
                ComponentNames.POSTGRESQL,
                database::location,
                "nothing is stored meanwhile, events wait in Kafka and nothing is lost; if it does not come back, start it"
                        + " again and look at its log",
                probe::ask);
        return this;
    }

    public FarmProbes kafka(String bootstrapServers) {
        BrokerProbe probe = parts.open(new BrokerProbe(bootstrapServers, LIMIT));
        probes.add(
                ComponentNames.KAFKA,
                () -> bootstrapServers,
                "events wait on the disk and nothing is lost; if it does not come back, start it again and look at its log",
                probe::ask);
        return this;
    }

    public FarmProbes rosMaster(URI master) {
        MasterProbe probe = new MasterProbe(master, LIMIT);
        probes.add(
                ComponentNames.ROS_MASTER,
                master::toString,
                "arms that lose a connection cannot come back; if it does not come back by itself, start it again at the"
                        + " same address",
                probe::ask);
        return this;
    }

    /** @param question fails while the world does not go on */
    public FarmProbes world(Probes.Question question) {
        probes.add(
                ComponentNames.WORLD,
                () -> "",
                "its arms cannot move; the farm starts a world of its own again, one of somebody else's has to be started"
                        + " by hand",
                question);
        return this;
    }

    /** Begins to ask; ends when the parts are closed. */
    public Probes start() {
        probes.start();
        return parts.open(probes);
    }
}
