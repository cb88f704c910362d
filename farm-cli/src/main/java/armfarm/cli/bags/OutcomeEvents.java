package armfarm.cli.bags;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells outcomes from a state that is published again and again: the same value within two seconds of the last message is
 * the same outcome, because no grasp is that short; five of them in a row are a state. Confined to one thread.
 */
final class OutcomeEvents {
    static final Duration MAX_REPETITION = Duration.ofSeconds(2);
    private static final int REPETITIONS_OF_A_STATE = 5;

    private String last = "";
    private Instant lastTime = Instant.MIN;
    private int repetitions;
    private boolean state;

    /** @return whether it is the outcome that was there before */
    boolean repeats(String text, Instant time) {
        boolean again = text.equals(last)
                && !lastTime.equals(Instant.MIN)
                && Duration.between(lastTime, time).compareTo(MAX_REPETITION) <= 0;
        repetitions = again ? repetitions + 1 : 0;
        state |= repetitions >= REPETITIONS_OF_A_STATE;
        last = text;
        lastTime = time;
        return again;
    }

    boolean isState() {
        return state;
    }
}
