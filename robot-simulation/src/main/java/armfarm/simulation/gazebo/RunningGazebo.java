package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.RosHost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A Gazebo world that somebody else has started and that stays when this is closed. Thread-safe. */
public final class RunningGazebo implements GazeboLink {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI masterUri;
    private final GazeboWatch watch;

    private RunningGazebo(URI masterUri, GazeboWatch watch) {
        this.masterUri = masterUri;
        this.watch = watch;
    }

    /**
     * Finds the world. Blocks until each of these arms has sent an image, or 120 seconds.
     *
     * @param masterUri the ROS master that the world was started with
     * @throws FarmException (DEVICE) if an arm is not there
     */
    public static RunningGazebo connect(List<ArmId> arms, URI masterUri, RosHost host) {
        GazeboWatch watch = GazeboWatch.start(arms, masterUri, host);
        Set<ArmId> missing = watch.awaitImages(PATIENCE, () -> true);
        if (!missing.isEmpty()) {
            watch.close();
            throw new FarmException(
                    ErrorCode.DEVICE,
                    "No image of " + missing + " came within " + PATIENCE.toSeconds() + " s from the Gazebo world at "
                            + masterUri + ", expected one of each of " + arms
                            + "; check that it runs with this ROS master and has these arms");
        }
        return new RunningGazebo(masterUri, watch);
    }

    @Override
    public Optional<FarmException> problem() {
        return watch.pulse()
                .problem()
                .map(text -> new FarmException(
                        ErrorCode.DEVICE,
                        text + " (it was running at " + masterUri
                                + " before this farm and is not started again by it)"));
    }

    @Override
    public Optional<String> slowness() {
        return watch.pulse().slowness();
    }

    @Override
    public OptionalDouble realTimeFactor() {
        return watch.pulse().realTimeFactor();
    }

    @Override
    public GazeboProgress progress() {
        return watch.progress(Optional.empty());
    }

    @Override
    public void close() {
        watch.close();
    }
}
