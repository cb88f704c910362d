package armfarm.messages.board;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The farm's plan at one moment. Immutable.
 *
 * @param target completed practice attempts to reach; empty for no end
 * @param handedOut practice attempts that are completed or under way
 * @param trainerLimit how far practice may run ahead of the trainer, as a total; empty until a trainer ran
 * @param pausedReason why arms begin nothing
 * @param lastRoundWanted number of the latest last round asked for; 0 for none
 * @param lastRoundDone the latest that the trainer answered
 * @param evaluationsLeft evaluation attempts that are not done
 */
public record PlanState(
        FarmPhase phase,
        OptionalLong target,
        long handedOut,
        OptionalLong trainerLimit,
        Optional<String> pausedReason,
        long lastRoundWanted,
        long lastRoundDone,
        long evaluationsLeft) {

    /** Practice attempts that may be handed out in all. */
    public long practiceLimit() {
        return Math.min(target.orElse(Long.MAX_VALUE), trainerLimit.orElse(Long.MAX_VALUE));
    }

    /** Whether it asks of arms what the other one asks, whatever was counted between the two. */
    public boolean asksTheSameAs(PlanState other) {
        return phase == other.phase
                && target.equals(other.target)
                && trainerLimit.equals(other.trainerLimit)
                && pausedReason.equals(other.pausedReason);
    }

    /** Whether arms may begin practice attempts, if there are any left. */
    public boolean practising() {
        return phase == FarmPhase.PRACTISING && pausedReason.isEmpty();
    }
}
