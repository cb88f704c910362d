package armfarm.messages.board;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What the trainer's process says. Immutable.
 *
 * @param state training, waiting, or what went wrong
 * @param round the round under way or the latest one
 * @param drawsTotal 0 while it does not train
 * @param alive whether it was reported lately; of no meaning while reporting
 * @param reportedAgo time since it was reported; of no meaning while reporting
 */
public record TrainerReport(
        String process,
        String state,
        int round,
        long drawsDone,
        long drawsTotal,
        OptionalDouble loss,
        Duration took,
        boolean alive,
        Duration reportedAgo) {

    TrainerReport asOf(boolean nowAlive, Duration ago) {
        return new TrainerReport(process, state, round, drawsDone, drawsTotal, loss, took, nowAlive, ago);
    }
}
