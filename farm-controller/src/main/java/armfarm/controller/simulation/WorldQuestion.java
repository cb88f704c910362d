package armfarm.controller.simulation;

import armfarm.controller.state.Probes;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.simulation.gazebo.GazeboProgress;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a simulated world goes on: its clock has to. Confined to one thread. */
public final class WorldQuestion implements Probes.Question {
    private final Supplier<Optional<Simulation>> simulation;
    private double lastSimulatedSeconds = -1;

    public WorldQuestion(Supplier<Optional<Simulation>> simulation) {
        this.simulation = simulation;
    }

    @Override
    public void ask() {
        Simulation there = simulation.get().orElseThrow(() -> failure("it is being made ready"));
        double now = there.world().map(GazeboProgress::simulatedSeconds).orElseThrow(() -> failure("there is none"));
        boolean stands = now == lastSimulatedSeconds;
        lastSimulatedSeconds = now;
        if (stands) {
            throw failure("its clock stands still at " + now + " s");
        }
    }

    private static FarmException failure(String text) {
        return new FarmException(ErrorCode.DEVICE, text);
    }
}
