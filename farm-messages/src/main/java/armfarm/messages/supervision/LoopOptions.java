package armfarm.messages.supervision;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a loop is looked after.
 *
 * @param firstPause after a first failure; each further one in a row doubles it
 * @param longestPause that it grows to
 * @param goodSpell without a failure after which the pause is short again
 * @param silenceLimit after which a loop that shows no sign of life is {@link LoopState#STUCK}; zero for one that may wait for ever
 * @param fatal failures after which the loop cannot go on, because what it held is lost: it is {@link LoopState#DEAD}
 * @param interruptible whether {@link SupervisedLoop#close} may interrupt what the loop is doing at once; otherwise it is given
 *     the patience first
 * @param patience for the end of a loop that is closed
 */
public record LoopOptions(
        Duration firstPause,
        Duration longestPause,
        Duration goodSpell,
        Duration silenceLimit,
        Predicate<Throwable> fatal,
        boolean interruptible,
        Duration patience) {
    public LoopOptions {
        if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "Pauses: found " + firstPause + " to " + longestPause + ", expected a first one above zero");
        }
    }

    /** Tried again after 1 s up to 30 s, for ever; two minutes without a sign of life are too many. */
    public static LoopOptions defaults() {
        return new LoopOptions(
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                failure -> false,
                true,
                Duration.ofSeconds(4));
    }

    public LoopOptions withPauses(Duration first, Duration longest) {
        return new LoopOptions(first, longest, goodSpell, silenceLimit, fatal, interruptible, patience);
    }

    public LoopOptions withGoodSpell(Duration spell) {
        return new LoopOptions(firstPause, longestPause, spell, silenceLimit, fatal, interruptible, patience);
    }

    public LoopOptions withSilenceLimit(Duration limit) {
        return new LoopOptions(firstPause, longestPause, goodSpell, limit, fatal, interruptible, patience);
    }

    /** For a loop that may wait as long as it likes, for example for somebody to send it something. */
    public LoopOptions withoutSilenceLimit() {
        return withSilenceLimit(Duration.ZERO);
    }

    public LoopOptions deadAfter(Predicate<Throwable> failures) {
        return new LoopOptions(firstPause, longestPause, goodSpell, silenceLimit, failures, interruptible, patience);
    }

    /** For a loop in which an interrupt would break something, for example a file channel or a start of a process. */
    public LoopOptions notInterrupted(Duration newPatience) {
        return new LoopOptions(firstPause, longestPause, goodSpell, silenceLimit, fatal, false, newPatience);
    }

    public LoopOptions withPatience(Duration newPatience) {
        return new LoopOptions(firstPause, longestPause, goodSpell, silenceLimit, fatal, interruptible, newPatience);
    }
}
