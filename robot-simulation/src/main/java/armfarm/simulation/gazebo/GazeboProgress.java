package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How far a Gazebo world is. Everything grows; in a world that was started again all of it begins anew.
 *
 * @param simulatedSeconds since the world began
 * @param images that came of each arm's camera, asked for or not
 * @param cpu what Gazebo's processes have used; empty if they are not this farm's
 */
public record GazeboProgress(double simulatedSeconds, Map<ArmId, Long> images, Optional<Duration> cpu) {
    public GazeboProgress {
        images = Map.copyOf(images);
    }
}
