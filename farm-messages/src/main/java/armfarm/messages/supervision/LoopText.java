package armfarm.messages.supervision;

import armfarm.messages.supervision.Announcement.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The sentences about loops. */
final class LoopText {
    private LoopText() {}

    static Announcement failed(String name, String text, Throwable cause, Duration pause) {
        boolean foreseen = FailureText.isForeseen(cause);
        return new Announcement(
                foreseen ? Severity.WARNING : Severity.ERROR,
                name,
                "The " + name + " failed: " + text + ". It is tried again, first in " + span(pause) + ".",
                foreseen ? Optional.empty() : Optional.of(cause));
    }

    static Announcement died(String name, String text, Throwable cause) {
        return new Announcement(
                Severity.ERROR,
                name,
                "The " + name + " cannot go on: " + text + ".",
                FailureText.isForeseen(cause) ? Optional.empty() : Optional.of(cause));
    }

    static Announcement stuck(LoopHealth health, Instant now) {
        return new Announcement(Severity.ERROR, health.name(), problem(health, now), Optional.empty());
    }

    /** Usually because it was interrupted; nothing to tell then. */
    static Optional<Announcement> stoppedInTheMiddle(String name, Throwable cause) {
        boolean expected = cause instanceof InterruptedException
                || cause instanceof CancellationException
                || FailureText.isForeseen(cause);
        return expected
                ? Optional.empty()
                : Optional.of(new Announcement(
                        Severity.INFO,
                        name,
                        "The " + name + " was stopped in the middle of something: " + FailureText.of(cause) + ".",
                        Optional.of(cause)));
    }

    static Announcement doesNotEnd(String name, Duration patience) {
        return new Announcement(
                Severity.WARNING,
                name,
                "The " + name + " has not ended within " + span(patience) + ".",
                Optional.empty());
    }

    static Announcement recovered(LoopRecovery recovery, long failures) {
        String after = span(Duration.between(recovery.from(), recovery.to()));
        String tries = failures > 1 ? " and " + failures + " failures" : "";
        return new Announcement(
                Severity.INFO,
                recovery.loop(),
                "The " + recovery.loop() + " works again, after " + after + tries + ".",
                Optional.empty());
    }

    static String problem(LoopHealth health, Instant now) {
        String text = health.lastFailure().map(LoopFailure::text).orElse("the log has the details");
        return switch (health.state()) {
            case STUCK ->
                "The " + health.name() + " has not moved for " + span(Duration.between(health.since(), now))
                        + "; it hangs, or the machine is overloaded.";
            case DEAD -> "The " + health.name() + " cannot go on: " + text + ". Start the process again.";
            default -> "The " + health.name() + " failed: " + text + ". It is tried again.";
        };
    }

    static String span(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        } else if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
