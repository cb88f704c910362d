package armfarm.policy.training;

import armfarm.messages.AttemptId;
import java.util.function.Supplier;

/**
 * An attempt with the outcome to learn.
 *
 * @param validation only to measure on
 * @param content reads image and grasp, which takes far longer than all the rest; asked only for what the trainer has not kept
 */
public record LabeledAttempt(AttemptId attempt, boolean success, boolean validation, Supplier<GraspExample> content) {}
