package armfarm.controller;

import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.config.FarmConfig;
import armfarm.drivers.cell.RosArmCell;
import armfarm.drivers.safety.StopLatch;
import armfarm.ingest.AttemptPublisher;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptSource;
import armfarm.messages.cell.StopState;
import armfarm.messages.opencv.OpenCvLibrary;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmLoop;
import armfarm.policy.practice.AttemptTasks;
import armfarm.policy.practice.PolicySource;
import armfarm.ros.RosHost;
import java.net.URI;
import java.time.InstantSource;

/** Puts the loops of arms together, whatever process they run in. Confined to one thread. */
public final class ArmStation {
    /** A prime, the usual one of hashes: seeds of arms of farms with neighbouring seeds are others for up to so many arms. */
    private static final long ARMS_APART = 31;

    private final Shared shared;

    /**
     * What the arms of one process share.
     *
     * @param stops of the process's data folder
     */
    public record Shared(
            FarmConfig config,
            URI rosMaster,
            RosHost host,
            StopLatch stops,
            PolicySource policies,
            AttemptPublisher publisher,
            InstantSource clock) {}

    public ArmStation(Shared shared) {
        OpenCvLibrary.load(); // the outcome rules need it: better no start than attempts without an outcome
        this.shared = shared;
    }

    /**
     * Adds an arm's loop.
     *
     * @param index of the arm in the configuration, which is its partition of the event stream
     * @param firstAttemptNumber number of its next attempt
     */
    public PractisingArms.Member addTo(
            PractisingArms practising, FarmArms.Arm arm, int index, AttemptTasks tasks, long firstAttemptNumber) {
        ArmActivity activity = new ArmActivity(arm.id(), shared.clock().instant());
        StopState stop = shared.stops().of(arm.id());
        ArmLoop loop = new ArmLoop(
                new ArmLoop.Setup(
                        () -> {
                            RosArmCell cell =
                                    FarmArms.connect(arm, shared.rosMaster(), shared.host(), stop, shared.clock());
                            practising.include(cell.loops());
                            return cell;
                        },
                        arm.spec().arrangesBin(),
                        stop,
                        tasks,
                        shared.policies(),
                        arm.outcome(),
                        shared.config().collection(),
                        event -> publish(event, index),
                        shared.clock(),
                        shared.config().seed() * ARMS_APART + index,
                        firstAttemptNumber,
                        SoftwareVersion.CURRENT,
                        sourceOf(arm)),
                activity);
        return practising.add(arm.id().name(), loop, activity, yields(arm));
    }

    /** A simulation that nobody waits for leaves the processor to the trainer, whom its arms wait for, and to what keeps the farm going. */
    private boolean yields(FarmArms.Arm arm) {
        return arm.simulated() && !shared.config().simulation().slow();
    }

    private AttemptSource sourceOf(FarmArms.Arm arm) {
        if (!arm.simulated()) {
            return AttemptSource.ROS;
        }
        return switch (shared.config().simulation().kind()) {
            case EMBEDDED -> AttemptSource.EMBEDDED;
            case GAZEBO -> AttemptSource.GAZEBO;
        };
    }

    private void publish(AttemptEvent event, int partition) {
        shared.publisher().publish(event, partition);
        shared.publisher().failureOf(event.attempt()).ifPresent(failure -> {
            throw failure;
        });
    }
}
