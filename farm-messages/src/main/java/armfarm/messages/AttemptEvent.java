package armfarm.messages;

/**
 * Something that happened in an attempt, in the order of its sequence number (0, 1, 2, ... without gaps). (attempt,
 * sequence) is the idempotency key everywhere.
 */
public sealed interface AttemptEvent permits AttemptStarted, FrameCaptured, AttemptEnded {
    AttemptId attempt();

    ArmId arm();

    int sequence();
}
