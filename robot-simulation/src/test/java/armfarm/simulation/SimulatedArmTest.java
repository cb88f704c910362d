package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.cell.AttemptHeights;
import org.junit.jupiter.api.Test;

class SimulatedArmTest {
    @Test
    void simulatedCellsHaveTheHeightsThatTheirMeasurementsWereMadeWith() {
        assertThat(SimulatedArm.HEIGHTS).isEqualTo(new AttemptHeights(0.14, 0.30, 0.10));
    }
}
