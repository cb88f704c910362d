package armfarm.messages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why a grasp failed, from what was measured, whoever says that it failed. This is the one definition; migration V16 of the store has it
 * once more, for attempts of before.
 *
 * <p>An attempt keeps the cause that it has if it counts as a failure: a person may say so later.
 */
public enum FailureCause {
    /** The fingers closed on nothing. */
    EMPTY,
    /** Something was between the fingers after closing, and was not held after lifting, or fell before the drop test. */
    SLIPPED,
    /** The gripper was stopped on its way down, whatever followed. */
    BLOCKED;

    /**
     * A gripper that ends higher than this above where it was sent was stopped on its way down. A choice of the learning study; a free
     * arm of the simulated cell ends within 1 mm.
     */
    public static final double BLOCKED_ABOVE_METERS = 0.003;

    /** Fingers closer than this after closing hold nothing, where nobody lifted: the thinnest thing a cell's defaults can feel. */
    public static final double EMPTY_BELOW_METERS = 0.004;

    /** As the view {@code grasps}, filters and answers write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, in their order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(FailureCause::word).toList();
    }

    /**
     * The cause of a failure.
     *
     * @param aboveMeters height reached minus height commanded, at the last step
     * @param openingMeters between the fingers, as recorded last
     * @param lifted whether the fingers held something when the gripper went up again
     * @return empty if too little is known
     */
    public static Optional<FailureCause> of(OptionalDouble aboveMeters, OptionalDouble openingMeters, boolean lifted) {
        if (aboveMeters.isPresent() && aboveMeters.getAsDouble() > BLOCKED_ABOVE_METERS) {
            return Optional.of(BLOCKED);
        }
        if (lifted) {
            return Optional.of(SLIPPED);
        }
        return openingMeters.isPresent()
                ? Optional.of(openingMeters.getAsDouble() < EMPTY_BELOW_METERS ? EMPTY : SLIPPED)
                : Optional.empty();
    }

    /**
     * The cause that the attempt has if it counts as a failure; empty for an aborted one, and where too little was recorded, as in many
     * imports. An arm lifts only what its fingers feel, and only then has a drop test or asks its simulator.
     */
    public static Optional<FailureCause> of(GraspAttempt attempt) {
        AttemptEnded ended = attempt.ended();
        if (ended.outcome() == Outcome.ABORTED) {
            return Optional.empty();
        }
        boolean lifted = ended.dropTestDifference().isPresent()
                || ended.labels().stream().anyMatch(label -> label.source() == LabelSource.SIMULATOR);
        return of(aboveMeters(attempt), ended.gripperOpeningMeters(), lifted);
    }

    /** Height reached minus height commanded, metres, at the last step; empty if it was not measured. */
    public static OptionalDouble aboveMeters(GraspAttempt attempt) {
        Optional<GraspStep> last = attempt.frames().stream()
                .flatMap(frame -> frame.step().stream())
                .reduce((earlier, later) -> later);
        return last.flatMap(GraspStep::reachedInBase)
                .map(reached -> OptionalDouble.of(
                        reached.zMeters() - last.get().commandedInBase().zMeters()))
                .orElse(OptionalDouble.empty());
    }
}
