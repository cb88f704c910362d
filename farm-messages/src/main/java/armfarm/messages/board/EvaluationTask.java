package armfarm.messages.board;

/**
 * A first grasp on held-out objects.
 *
 * @param random by the random policy, else by the model
 */
public record EvaluationTask(long id, long sceneSeed, boolean random) {}
