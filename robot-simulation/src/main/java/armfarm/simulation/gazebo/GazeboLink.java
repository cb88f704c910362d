package armfarm.simulation.gazebo;

import armfarm.messages.FarmException;
import java.util.Optional;
import java.util.OptionalDouble;

/** A Gazebo world in use, whoever started it. Thread-safe. */
public interface GazeboLink extends AutoCloseable {
    /** Why the world cannot be used, and what to do; empty while it can. */
    Optional<FarmException> problem();

    /** That the machine is too slow for the world, which a restart does not cure. */
    Optional<String> slowness();

    /** Simulated seconds in a second, over the last ten; empty in the first moments. */
    OptionalDouble realTimeFactor();

    /** How far the world is; blocks while it is being started again. */
    GazeboProgress progress();

    /** Ends the use of the world, and the world too if it was started for this. */
    @Override
    void close();
}
