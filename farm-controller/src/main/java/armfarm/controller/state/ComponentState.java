package armfarm.controller.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A part of the farm as everybody is told of it: only what was measured, and how long ago.
 *
 * @param reason what is wrong with it; empty if nothing is
 * @param ageSeconds since its last good answer, or since it was first asked if there was none
 */
public record ComponentState(String name, String address, Condition state, String reason, double ageSeconds) {
    /** A part that was asked that long ago and has not answered counts as away; each is asked every second or two. */
    static final Duration NO_ANSWER = Duration.ofSeconds(10);

    /** What a part is in. */
    public enum Condition {
        RUNNING,
        /** Works, but something it holds waits for another part. */
        WAITING,
        /** Asked for the first time, no answer yet. */
        UNKNOWN,
        NO_ANSWER,
        FAILED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static ComponentState of(ComponentFacts facts, Instant now) {
        double age = Math.max(
                0, Duration.between(facts.answered().orElse(facts.since()), now).toMillis() / 1000.0);
        boolean late = age > NO_ANSWER.toSeconds();
        boolean ownPart = facts.consequence().isEmpty();
        if (facts.failure().isPresent() && ownPart) {
            return facts.state(Condition.FAILED, facts.failure().get(), age);
        }
        if (facts.failure().isPresent() || late) {
            return facts.state(Condition.NO_ANSWER, facts.failure().orElse("it was asked and has not answered"), age);
        }
        if (facts.answered().isEmpty()) {
            return facts.state(Condition.UNKNOWN, "", age);
        }
        return facts.state(
                facts.holdup().isPresent() ? Condition.WAITING : Condition.RUNNING,
                facts.holdup().orElse(""),
                age);
    }

    /** Whether nothing is known to be wrong with it. */
    public boolean up() {
        return state == Condition.RUNNING || state == Condition.WAITING;
    }
}
