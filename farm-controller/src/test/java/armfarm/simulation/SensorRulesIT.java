package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sensor rules against the simulator's truth, with grasps of both policies so that both outcomes are common. */
@Tag("sim")
class SensorRulesIT {
    private static final int ATTEMPTS = 60;

    private final GripperWidthRule widthRule = GripperWidthRule.defaults();
    private final DropTest dropTest = DropTest.defaults();
    private int attempts;
    private int held;
    private int widthRight;
    private int dropRight;

    @ParameterizedTest
    @ValueSource(ints = {64, 128})
    void bothRulesAgreeWithTheTruth(int sizePixels) {
        SimulatedArm arm = new SimulatedArm(
                ObjectCatalog.defaults(), sizePixels, sizePixels, 1, SimulationPace.asFastAsPossible());
        SimulatedPolicy random = new RandomGrasps(new SplittableRandom(4));
        SimulatedPolicy oracle = new OraclePolicy();
        SimulatedPolicy mixed = cell -> (attempts++ % 3 == 0 ? oracle : random).choose(cell);

        SimBenchmark.collect(arm, mixed, ATTEMPTS, 5, this::compare);

        assertThat(held).isBetween(ATTEMPTS / 4, ATTEMPTS * 3 / 4);
        assertThat(widthRight).isGreaterThanOrEqualTo(ATTEMPTS * 95 / 100);
        assertThat(dropRight).isGreaterThanOrEqualTo(ATTEMPTS * 95 / 100);
    }

    private void compare(AttemptRunner.Result result) {
        boolean truth = result.held().isPresent();
        boolean byWidth = widthRule.holds(result.openingMeters());
        boolean byDrop = result.lifted().isPresent()
                && dropTest.fellOut(dropTest.difference(
                        result.lifted().get(), result.dropped().orElseThrow()));
        held += truth ? 1 : 0;
        widthRight += byWidth == truth ? 1 : 0;
        dropRight += byDrop == truth ? 1 : 0;
    }
}
