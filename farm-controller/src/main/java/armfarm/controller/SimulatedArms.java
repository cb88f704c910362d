package armfarm.controller;

import armfarm.controller.config.FarmConfig;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.sim.ObjectCatalog;
import armfarm.drivers.sim.SimulatedArmNode;
import armfarm.drivers.sim.SimulationPace;
import armfarm.messages.ArmId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The simulated cells of a farm, each a ROS node of its own. */
final class SimulatedArms implements AutoCloseable {
    private final List<SimulatedArmNode> nodes = new ArrayList<>();

    private SimulatedArms() {}

    static SimulatedArms start(FarmConfig config, URI rosMaster, RosHost host) {
        boolean realTime = config.simulation().realTime();
        int pixels = config.simulation().imagePixels();
        SimulatedArms arms = new SimulatedArms();
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
                        host));
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

    @Override
    public void close() {
        nodes.forEach(SimulatedArmNode::close);
    }
}
