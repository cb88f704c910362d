package armfarm.messages.supervision;

import java.time.Instant;

/**
 * A failure of a loop.
 *
 * @param text for people, see {@link FailureText}
 * @param foreseen whether the program knows it: a service that does not answer, say, and not a full memory
 */
public record LoopFailure(String text, Instant at, boolean foreseen) {}
