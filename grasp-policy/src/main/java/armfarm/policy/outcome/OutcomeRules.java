package armfarm.policy.outcome;

import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.cell.SimulatorTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The two sensor rules of the 2016 work, combined: the gripper's opening after lifting decides, the drop test confirms
 * it or, for things too thin for the gripper to feel, overrules a miss. The simulator's truth is added last and never
 * decides.
 *
 * <p>Source: Levine et al. 2016, sec. IV-A and appendix B. Immutable.
 */
public record OutcomeRules(GripperWidthRule gripper, DropTest dropTest) {
    // A choice: nearly sure where both rules say the same, little better than a coin where they do not. It is stored
    // with the label for who reads it; nothing here decides by it. How often each rule was right: docs/benchmarks.md.
    private static final double AGREED = 0.99;
    private static final double DISPUTED = 0.7;

    /** Of the simulated cell. */
    public static OutcomeRules defaults() {
        return new OutcomeRules(GripperWidthRule.defaults(), DropTest.defaults());
    }

    /**
     * Judges an attempt.
     *
     * @param openingMeters of the fingers after closing and, if it was lifted, lifting
     * @param dropTestDifference empty if there was no drop test
     * @return the deciding label first
     */
    public List<OutcomeLabel> judge(
            double openingMeters, OptionalDouble dropTestDifference, Optional<SimulatorTruth> truth) {
        boolean felt = gripper.holds(openingMeters);
        List<OutcomeLabel> labels = new ArrayList<>();
        if (dropTestDifference.isEmpty()) {
            labels.add(label(LabelSource.GRIPPER, felt, AGREED));
        } else {
            boolean seen = dropTest.fellOut(dropTestDifference.getAsDouble());
            double confidence = felt == seen ? AGREED : DISPUTED;
            labels.add(label(LabelSource.GRIPPER, felt, confidence));
            labels.add(seen && !felt ? 0 : 1, label(LabelSource.DROP_TEST, seen, confidence));
        }
        truth.ifPresent(
                t -> labels.add(label(LabelSource.SIMULATOR, t.heldObject().isPresent(), 1)));
        return labels;
    }

    private static OutcomeLabel label(LabelSource source, boolean success, double confidence) {
        return new OutcomeLabel(source, success ? Outcome.SUCCESS : Outcome.FAILURE, confidence);
    }
}
