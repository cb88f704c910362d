package armfarm.policy.training;

import java.util.OptionalDouble;

/**
 * Where a training is.
 *
 * @param drawsDone examples drawn so far
 * @param drawsTotal examples this round will draw
 * @param loss mean cross-entropy of the last steps; empty while the images are made ready
 */
public record TrainingProgress(int drawsDone, int drawsTotal, OptionalDouble loss) {
    /** Nothing is done yet, and nobody knows how much there is. */
    public static final TrainingProgress BEGUN = new TrainingProgress(0, 1, OptionalDouble.empty());
}
