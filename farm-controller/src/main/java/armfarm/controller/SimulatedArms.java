package armfarm.controller;

import armfarm.controller.config.FarmConfig;
import armfarm.drivers.ArmCell;
import armfarm.drivers.WorkspaceLimits;
import armfarm.drivers.ros.RosArmCell;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.sim.ObjectCatalog;
import armfarm.drivers.sim.SimulatedArm;
import armfarm.drivers.sim.SimulatedArmNode;
import armfarm.drivers.sim.SimulationPace;
import armfarm.messages.ArmId;
import armfarm.policy.GraspSpace;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The simulated cells of a farm, each a ROS node of its own, and how to connect to them. */
final class SimulatedArms implements AutoCloseable {
    private static final Duration REAL_TIME_CALL = Duration.ofSeconds(60);
    private static final Duration FAST_CALL = Duration.ofSeconds(20);

    private final URI rosMaster;
    private final Duration callTimeout;
    private final InstantSource clock;
    private final List<SimulatedArmNode> nodes = new ArrayList<>();

    private SimulatedArms(URI rosMaster, Duration callTimeout, InstantSource clock) {
        this.rosMaster = rosMaster;
        this.callTimeout = callTimeout;
        this.clock = clock;
    }

    static SimulatedArms start(FarmConfig config, URI rosMaster, InstantSource clock) {
        boolean realTime = config.simulation().realTime();
        int pixels = config.simulation().imagePixels();
        SimulatedArms arms = new SimulatedArms(rosMaster, realTime ? REAL_TIME_CALL : FAST_CALL, clock);
        ObjectCatalog catalog = ObjectCatalog.defaults();
        try {
            for (int i = 0; i < config.arms(); i++) {
                arms.nodes.add(SimulatedArmNode.start(
                        new SimulatedArmNode.Config(
                                armId(i),
                                catalog,
                                pixels,
                                pixels,
                                config.seed() * 100 + i,
                                realTime
                                        ? SimulationPace.realTime(System::nanoTime)
                                        : SimulationPace.asFastAsPossible()),
                        rosMaster,
                        RosHost.loopback()));
            }
            return arms;
        } catch (RuntimeException e) {
            arms.close();
            throw e;
        }
    }

    /** @param index from 0 */
    static ArmId armId(int index) {
        return new ArmId("arm_" + (index + 1));
    }

    static GraspSpace graspSpace() {
        WorkspaceLimits w = SimulatedArm.WORKSPACE;
        return new GraspSpace(
                w.minXMeters(),
                w.maxXMeters(),
                w.minYMeters(),
                w.maxYMeters(),
                w.minZMeters(),
                w.maxZMeters(),
                w.yawLimitRadians());
    }

    ArmCell connect(ArmId arm) {
        RosArmCell.Config config = RosArmCell.Config.of(
                        arm, rosMaster, SimulatedArm.newKinematics(), SimulatedArm.WORKSPACE, SimulatedArm.HOME_IN_BASE)
                .withTimeout(callTimeout);
        return RosArmCell.connect(config, clock);
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedArmNode::close);
    }
}
