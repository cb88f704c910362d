package armfarm.controller;

import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.threads.ThreadPriority;
import armfarm.messages.time.Deadline;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The arms' loops, each on a thread of its own. Thread-safe, except that one thread adds, starts and stops them. */
public final class PractisingArms {
    private static final Logger LOG = LoggerFactory.getLogger(PractisingArms.class);
    private static final Duration LAST_ATTEMPT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration INTERRUPTED_PATIENCE = Duration.ofSeconds(1);

    /** An attempt in a slow world, or one whose events wait for room, takes minutes. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults().withSilenceLimit(Duration.ofMinutes(15));

    private final Supervision supervision;
    private final List<ArmLoop> loops = new ArrayList<>();
    private final List<ArmActivity> activities = new CopyOnWriteArrayList<>(); // the page reads while arms are added
    private final List<SupervisedLoop> threads = new ArrayList<>();

    /**
     * An arm that practises.
     *
     * @param lastAttemptNumber of the latest attempt it began
     */
    public record Member(ArmActivity activity, LongSupplier lastAttemptNumber) {}

    public PractisingArms(Supervision supervision) {
        this.supervision = supervision;
    }

    /**
     * Before {@link #start}.
     *
     * @param yields whether all else in this process goes before the arm's practice where the processor is too busy for both
     */
    public Member add(String name, ArmLoop loop, ArmActivity activity, boolean yields) {
        loops.add(loop);
        activities.add(activity);
        threads.add(supervision.loop("practice of " + name, self -> practise(loop, self, yields), OPTIONS));
        return new Member(activity, () -> loop.nextAttemptNumber() - 1);
    }

    private static void practise(ArmLoop loop, SupervisedLoop self, boolean yields) throws InterruptedException {
        if (yields) {
            ThreadPriority.lower(LOG::warn);
        }
        loop.run(self::progress);
    }

    /** Shows what an arm's connection consists of. */
    void include(Supervision connection) {
        supervision.include(connection);
    }

    public void start() {
        threads.forEach(SupervisedLoop::start);
    }

    /** What each arm does; a view that grows while arms are added. */
    public List<ArmActivity> activities() {
        return activities;
    }

    /** Attempts made since the start. */
    public long attempts() {
        return activities.stream().mapToLong(ArmActivity::attempts).sum();
    }

    /** The arms' last attempt numbers, added up: all attempts they ever began. */
    public long numbered() {
        return loops.stream().mapToLong(loop -> loop.nextAttemptNumber() - 1).sum();
    }

    /** Lets no arm begin another attempt. Returns at once. */
    public void stop() {
        loops.forEach(ArmLoop::stop);
        threads.forEach(SupervisedLoop::stop);
    }

    /** Waits for the last attempts after {@link #stop}, then interrupts what still moves; bounded. */
    public void awaitEnd() {
        await(LAST_ATTEMPT_PATIENCE);
        threads.stream().filter(SupervisedLoop::isAlive).forEach(SupervisedLoop::interrupt);
        await(INTERRUPTED_PATIENCE);
    }

    private void await(Duration patience) {
        Deadline deadline = Deadline.after(patience);
        try {
            for (SupervisedLoop thread : threads) {
                boolean unused = thread.awaitEnd(deadline.left());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
