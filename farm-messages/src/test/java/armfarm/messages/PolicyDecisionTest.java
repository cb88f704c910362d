package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
    @Test
    void aLaterStepKeepsWhoChoseAndNothingOfTheSearch() {
        MotorCommand left = new MotorCommand(0, 0, -0.1, 0, 1);
        PolicyDecision chosen = new PolicyDecision(
                Optional.of(new ModelVersion("m0001-aaaaaaaa")),
                true,
                OptionalLong.of(7),
                new MotorCommand(0.1, 0.2, -0.3, 0, 1),
                OptionalDouble.of(0.9),
                Optional.of("{}"),
                Optional.of(new PredictedCauses(0.05, 0.04, 0.01)));

        assertThat(chosen.continued(left))
                .isEqualTo(new PolicyDecision(
                        chosen.model(), true, OptionalLong.empty(), left, OptionalDouble.empty(), Optional.empty()));
    }
}
