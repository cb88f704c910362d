package armfarm.controller.simulation;

import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.ImageSize;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Ticker;
import armfarm.ros.RosHost;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArmNode;
import armfarm.simulation.SimulationPace;
import armfarm.simulation.gazebo.GazeboProgress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The simulated cells of a farm in this process, each a ROS node of its own. */
public final class SimulatedArms implements Simulation {
    private final List<SimulatedArmNode> nodes = new ArrayList<>();

    private SimulatedArms() {}

    static SimulatedArms start(FarmConfig config, URI rosMaster, RosHost host) {
        return start(config, IntStream.range(0, config.arms()).toArray(), rosMaster, host);
    }

    /** One of them, the same as if all were in this process. @param index from 0 */
    public static SimulatedArms startOne(FarmConfig config, int index, URI rosMaster, RosHost host) {
        return start(config, new int[] {index}, rosMaster, host);
    }

    private static SimulatedArms start(FarmConfig config, int[] indices, URI rosMaster, RosHost host) {
        boolean realTime = config.simulation().realTime();
        ImageSize image = config.simulation().image();
        SimulatedArms arms = new SimulatedArms();
        ObjectCatalog catalog = ObjectCatalog.withHeldOut(config.simulation().heldOutKinds());
        try {
            for (int i : indices) {
                arms.nodes.add(SimulatedArmNode.start(
                        new SimulatedArmNode.Config(
                                        ArmNames.of(i),
                                        catalog,
                                        image.widthPixels(),
                                        image.heightPixels(),
                                        config.seed() * 100 + i,
                                        realTime
                                                ? SimulationPace.realTime(Ticker.system())
                                                : SimulationPace.asFastAsPossible())
                                .withDepth(config.simulation().depth()),
                        rosMaster,
                        host));
            }
            return arms;
        } catch (RuntimeException e) {
            arms.close();
            throw e;
        }
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public List<Supervision> loops() {
        return nodes.stream().map(SimulatedArmNode::loops).toList();
    }

    @Override
    public OptionalDouble realTimeFactor() {
        return OptionalDouble.empty();
    }

    @Override
    public Optional<GazeboProgress> world() {
        return Optional.empty();
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedArmNode::close);
    }
}
