package armfarm.policy.training;

/**
 * Where a training is.
 *
 * @param drawsDone examples drawn so far
 * @param drawsTotal examples this round will draw
 * @param loss mean cross-entropy of the last steps
 */
public record TrainingProgress(int drawsDone, int drawsTotal, double loss) {}
