package armfarm.controller.state;

import armfarm.messages.board.PlanState;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the plan would give an arm that asks. Immutable.
 *
 * @param paused why nothing is begun, in a process that was told so by another one
 * @param handedOut practice attempts that are completed or under way
 * @param target completed practice attempts to reach; empty for no end
 * @param trainerLimit how far practice may run ahead of the trainer, as a total; empty for no limit
 * @param evaluationsLeft evaluation attempts that are not done
 */
public record PlanFacts(
        Optional<String> paused, long handedOut, OptionalLong target, OptionalLong trainerLimit, long evaluationsLeft) {

    /** What an arm that asks for a task would get of this plan. */
    public static PlanFacts of(PlanState plan) {
        return new PlanFacts(
                plan.pausedReason(), plan.handedOut(), plan.target(), plan.trainerLimit(), plan.evaluationsLeft());
    }

    boolean waitsForTrainer() {
        return trainerLimit.isPresent()
                && handedOut >= trainerLimit.getAsLong()
                && (target.isEmpty() || trainerLimit.getAsLong() < target.getAsLong());
    }

    boolean reachedTarget() {
        return target.isPresent() && handedOut >= target.getAsLong();
    }
}
