package armfarm.messages.supervision;

import java.time.Instant;

/**
 * A failure of a loop.
 *
 * @param text for people, see {@link FailureText}
 */
public record LoopFailure(String text, Instant at) {}
