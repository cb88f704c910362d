package armfarm.messages.supervision;

import java.time.Instant;

/**
 * A loop that does not work now, for the farm's list of problems.
 *
 * @param loop its name
 * @param state one for which {@link LoopState#isProblem} holds
 * @param text a sentence for people: which loop, what happened, and what becomes of it
 * @param since when it began
 * @param foreseen whether it is a failure that the program knows: a service that does not answer, say, and not a full memory
 */
public record LoopProblem(String loop, LoopState state, String text, Instant since, boolean foreseen) {
    /** Whether it may heal without anybody's help. */
    public boolean mayHeal() {
        return state != LoopState.DEAD;
    }
}
