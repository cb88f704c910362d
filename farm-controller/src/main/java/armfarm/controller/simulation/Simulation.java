package armfarm.controller.simulation;

import armfarm.messages.supervision.Supervision;
import armfarm.simulation.gazebo.GazeboProgress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What runs a farm's simulated arms. */
public interface Simulation extends AutoCloseable {
    /** Why its arms cannot practise now, if they cannot. Never blocks. */
    Optional<String> problem();

    /** Simulated seconds in a second since the start; empty if it goes as fast as each arm can. */
    OptionalDouble realTimeFactor();

    /** What lives as long as its arms, and how it is. */
    List<Supervision> loops();

    /** How far its world is; empty if it has none. Blocks while the world is being started again. */
    Optional<GazeboProgress> world();

    @Override
    void close();
}
