package armfarm.controller.simulation;

import armfarm.controller.config.FarmConfig;
import armfarm.messages.ArmId;
import java.util.List;
import java.util.stream.IntStream;

/** Names of simulated arms: arm_1, arm_2, and so on. Stateless. */
public final class ArmNames {
    private ArmNames() {}

    /** @param index from 0 */
    public static ArmId of(int index) {
        return new ArmId("arm_" + (index + 1));
    }

    /** Of all simulated arms of the farm. */
    static List<ArmId> all(FarmConfig config) {
        return IntStream.range(0, config.arms()).mapToObj(ArmNames::of).toList();
    }
}
