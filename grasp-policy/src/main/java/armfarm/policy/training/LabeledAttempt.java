package armfarm.policy.training;

import armfarm.messages.AttemptId;

/** An attempt with the outcome to learn. */
public record LabeledAttempt(AttemptId attempt, boolean success) {}
