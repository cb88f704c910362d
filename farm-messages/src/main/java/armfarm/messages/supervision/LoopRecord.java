package armfarm.messages.supervision;

import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of one loop: its state, what it failed with, and how long it has to pause. No thread, no clock. Thread-safe. */
final class LoopRecord {
    private static final int MAX_DOUBLINGS = 30;

    private final String name;
    private final LoopOptions options;
    private LoopState state = LoopState.NEW;
    private Instant since;
    private Instant lastProgress;
    private Instant lastSign;
    private Instant badSince;
    private boolean waiting;
    private long failures;
    /** Failures without a good spell between them: the pause grows with them. */
    private int failuresInARow;
    /** Failures since the loop was last good. */
    private long failuresSinceGood;

    private long failuresHealed;
    private Optional<LoopFailure> lastFailure = Optional.empty();
    private Optional<FarmException> death = Optional.empty();

    LoopRecord(String name, LoopOptions options, Instant now) {
        this.name = name;
        this.options = options;
        since = now;
        lastProgress = now;
        lastSign = now;
        badSince = now;
    }

    synchronized void started(Instant now) {
        lastSign = now;
        if (state == LoopState.NEW) {
            lastProgress = now;
            enter(LoopState.RUNNING, now);
        }
    }

    private void enter(LoopState next, Instant now) {
        if (state != next) {
            state = next;
            since = now;
        }
    }

    synchronized void begins(Instant now) {
        waiting = false;
        lastSign = now;
    }

    /** It moves, though what failed before has not succeeded yet. */
    synchronized Optional<LoopRecovery> alive(Instant now) {
        lastSign = now;
        lastProgress = now;
        return state == LoopState.STUCK ? progress(now) : Optional.empty();
    }

    /** While it waits on purpose, silence means nothing. */
    synchronized void waits(boolean waits, Instant now) {
        waiting = waits;
        lastSign = now;
    }

    /** @return what has healed, if something has */
    synchronized Optional<LoopRecovery> progress(Instant now) {
        lastSign = now;
        lastProgress = now;
        if (isOver()) {
            return Optional.empty();
        }
        boolean wasBad = state.isProblem();
        String text = wasBad ? LoopText.problem(health(), now) : "";
        enter(LoopState.RUNNING, now);
        boolean goodSpell =
                lastFailure.isPresent() && !now.isBefore(lastFailure.get().at().plus(options.goodSpell()));
        if (goodSpell) {
            failuresInARow = 0;
        }
        if (!wasBad) {
            return Optional.empty();
        }
        failuresHealed = failuresSinceGood;
        failuresSinceGood = 0;
        return Optional.of(new LoopRecovery(name, text, badSince, now));
    }

    /** A body that has run for a good spell after a failure works, even if it had nothing to do yet. */
    synchronized Optional<LoopRecovery> settle(Instant now) {
        boolean settled = state == LoopState.RESTARTING
                && !waiting
                && lastFailure.isPresent()
                && !now.isBefore(lastFailure.get().at().plus(options.goodSpell()));
        return settled ? progress(now) : Optional.empty();
    }

    synchronized long failuresHealed() {
        return failuresHealed;
    }

    /** @return what to tell: nothing if it is what was told before */
    synchronized Optional<Announcement> failed(Throwable cause, Instant now) {
        failures++;
        failuresSinceGood++;
        restartCounts(now);
        failuresInARow++;
        waiting = true; // until its next try
        lastSign = now;
        boolean wasBad = state.isProblem();
        badSince = wasBad ? badSince : now;
        Optional<String> before = wasBad ? lastFailure.map(LoopFailure::text) : Optional.empty();
        boolean dies = options.fatal().test(cause);
        enter(dies ? LoopState.DEAD : LoopState.RESTARTING, now);
        String text = FailureText.of(cause);
        lastFailure = Optional.of(new LoopFailure(text, now, FailureText.isForeseen(cause)));
        if (dies) {
            death = Optional.of(Supervision.death("The " + name + " cannot go on: " + text, cause));
            return Optional.of(LoopText.died(name, text, cause));
        }
        boolean told = before.equals(Optional.of(text));
        return told ? Optional.empty() : Optional.of(LoopText.failed(name, text, cause, pause()));
    }

    private void restartCounts(Instant now) {
        boolean longAgo = lastFailure
                .map(last -> !state.isProblem() && !now.isBefore(last.at().plus(options.goodSpell())))
                .orElse(true);
        if (longAgo) {
            failuresInARow = 0;
        }
    }

    /** Before the next try. */
    synchronized Duration pause() {
        Duration pause = options.firstPause();
        for (int i = 1; i < Math.min(failuresInARow, MAX_DOUBLINGS); i++) {
            if (pause.compareTo(options.longestPause()) >= 0) {
                break;
            }
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(options.longestPause()) > 0 ? options.longestPause() : pause;
    }

    synchronized void ended(Instant now) {
        if (state != LoopState.DEAD) {
            enter(LoopState.ENDED, now);
        }
    }

    synchronized boolean isOver() {
        return state == LoopState.ENDED || state == LoopState.DEAD;
    }

    /**
     * Notices what a loop cannot tell itself.
     *
     * @param gone its thread does not run although nobody stopped it
     */
    synchronized Optional<Announcement> look(boolean gone, Instant now) {
        if (gone && !isOver()) {
            badSince = state.isProblem() ? badSince : now;
            enter(LoopState.DEAD, now);
            String text = lastFailure.map(LoopFailure::text).orElse("its thread is gone");
            lastFailure = Optional.of(new LoopFailure(text, now, false));
            FarmException cause = Supervision.death("The " + name + " cannot go on: " + text, null);
            death = Optional.of(cause);
            return Optional.of(LoopText.died(name, text, cause));
        }
        boolean silent = state == LoopState.RUNNING
                && !waiting
                && !options.silenceLimit().isZero()
                && Duration.between(lastSign, now).compareTo(options.silenceLimit()) > 0;
        if (!silent) {
            return Optional.empty();
        }
        badSince = lastSign;
        enter(LoopState.STUCK, lastSign);
        return Optional.of(LoopText.stuck(health(), now));
    }

    synchronized Instant badSince() {
        return badSince;
    }

    synchronized FarmException death() {
        return death.orElseThrow();
    }

    synchronized LoopHealth health() {
        return new LoopHealth(name, state, since, failures, lastFailure, lastProgress);
    }
}
