package armfarm.policy.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.cell.SimulatorTruth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OutcomeRulesTest {
    private static final OutcomeRules RULES = rules(0.001, 0.004, 0.01);

    private static OutcomeRules rules(double closedMeters, double heldMeters, double changedShare) {
        return new OutcomeRules(
                new GripperWidthRule(closedMeters, heldMeters), new DropTest((lifted, dropped) -> 0, changedShare));
    }

    @Test
    void feltAndSeenIsASuccess() {
        List<OutcomeLabel> labels = RULES.judge(0.02, OptionalDouble.of(0.05), Optional.empty());

        assertThat(labels).extracting(OutcomeLabel::source).containsExactly(LabelSource.GRIPPER, LabelSource.DROP_TEST);
        assertThat(labels).extracting(OutcomeLabel::outcome).containsOnly(Outcome.SUCCESS);
    }

    @Test
    void dropTestOverrulesAGripperThatFeltNothing() {
        List<OutcomeLabel> labels = RULES.judge(0.002, OptionalDouble.of(0.05), Optional.empty());

        assertThat(labels.get(0).source()).isEqualTo(LabelSource.DROP_TEST);
        assertThat(labels.get(0).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(labels.get(0).confidence()).isLessThan(0.9);
    }

    @Test
    void theCellsThresholdsDecide() {
        OutcomeRules thin = rules(0.0001, 0.0005, 0.2);

        assertThat(RULES.judge(0.001, OptionalDouble.of(0.05), Optional.empty())
                        .get(0)
                        .source())
                .isEqualTo(LabelSource.DROP_TEST);
        assertThat(thin.judge(0.001, OptionalDouble.of(0.05), Optional.empty()))
                .extracting(OutcomeLabel::outcome)
                .containsExactly(Outcome.SUCCESS, Outcome.FAILURE);
    }

    @Test
    void truthNeverDecides() {
        SimulatorTruth held = new SimulatorTruth(Optional.of("train-0001"));

        List<OutcomeLabel> labels = RULES.judge(0.0, OptionalDouble.empty(), Optional.of(held));

        assertThat(labels.get(0).outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(labels.get(labels.size() - 1))
                .isEqualTo(new OutcomeLabel(LabelSource.SIMULATOR, Outcome.SUCCESS, 1));
    }
}
