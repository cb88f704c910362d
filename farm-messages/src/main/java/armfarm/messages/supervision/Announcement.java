package armfarm.messages.supervision;

import java.util.Optional;

/**
 * What a supervision has to tell, once for each change and not for each try: a loop failed, failed in another way, cannot go on, or
 * works again.
 *
 * @param loop its name
 * @param text a sentence for people
 * @param cause for the log, if it is worth its stack trace: empty for a failure that was foreseen
 */
public record Announcement(Severity severity, String loop, String text, Optional<Throwable> cause) {
    /** How much it matters. */
    public enum Severity {
        /** Something is good again. */
        INFO,
        /** A failure that was foreseen, such as a service that does not answer. */
        WARNING,
        /** A failure that nobody foresaw, or one that cannot heal. */
        ERROR
    }
}
