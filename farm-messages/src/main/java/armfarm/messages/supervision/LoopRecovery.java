package armfarm.messages.supervision;

import java.time.Instant;

/**
 * A problem that is over.
 *
 * @param loop its name
 * @param problem the text that was told while it lasted
 * @param from when it began
 * @param to when the loop worked again
 */
public record LoopRecovery(String loop, String problem, Instant from, Instant to) {}
