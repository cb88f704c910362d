package armfarm.policy.practice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tasks in a fixed order, and what became of them. Nobody waits: each wait is noted and then something may happen. */
final class ScriptedTasks implements AttemptTasks {
    /**
     * Something that was reported.
     *
     * @param completed or aborted
     */
    record Finished(AttemptTask task, boolean completed) {}

    final List<Finished> finished = new ArrayList<>();
    final List<Long> waitsMilliseconds = new ArrayList<>();
    private final Deque<AttemptTask> left = new ArrayDeque<>();
    private Runnable onWait = () -> {};

    ScriptedTasks(AttemptTask... tasks) {
        left.addAll(List.of(tasks));
    }

    static ScriptedTasks practice(int attempts) {
        ScriptedTasks tasks = new ScriptedTasks();
        for (int i = 0; i < attempts; i++) {
            tasks.left.add(AttemptTask.PRACTICE);
        }
        return tasks;
    }

    /** Happens instead of the time that an arm would wait. */
    void onWait(Runnable happens) {
        onWait = happens;
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    @Override
    public Optional<AttemptTask> next(boolean arrangesBin) {
        return Optional.ofNullable(left.poll());
    }

    @Override
    public void finished(AttemptTask task, boolean completed) {
        finished.add(new Finished(task, completed));
        if (!completed) {
            left.addFirst(task);
        }
    }

    @Override
    public void awaitChange(long milliseconds) {
        waitsMilliseconds.add(milliseconds);
        onWait.run();
    }
}
