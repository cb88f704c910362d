package armfarm.ros;

import java.net.URI;
import java.time.Duration;

/** Asks a ROS master whether it answers, without registering anything there. Thread-safe. */
public final class MasterProbe {
    private static final GraphName NAME = GraphName.of("/armfarm_probe");

    private final MasterApi master;

    /** @param limit for one answer */
    public MasterProbe(URI master, Duration limit) {
        this.master = new MasterApi(master, NAME, limit);
    }

    /** Blocks until the master has answered. @throws armfarm.messages.DriverException if it does not in time */
    public void ask() {
        var unused = master.findNode(NAME);
    }
}
