package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import armfarm.controller.FarmRun.Progress;
import armfarm.controller.state.FarmCondition;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Live progress: one bar that redraws itself where the launcher found stderr to be a terminal, a plain line
 * now and then elsewhere. A problem is told on a line of its own as soon as it is there, and stays.
 *
 * <p>Confined to one thread.
 */
final class ProgressLine implements AutoCloseable {
    private static final long PLAIN_EVERY_MILLISECONDS = 15_000;
    private static final int BAR_WIDTH = 118;

    /** So that what comes and goes is not announced at every turn. */
    private static final Duration OVER_AFTER = Duration.ofSeconds(3);

    private static final String SILENT = " does not answer";

    private final PrintStream err;
    private final PrintStream drawing;
    private final boolean terminal;
    /** What was announced as bad and not yet as good again. */
    private final Deque<String> told = new ArrayDeque<>();

    private Duration lastThere = Duration.ZERO;
    private final RepeatedText problems = new RepeatedText();
    private ProgressBar bar;
    private Optional<FarmCondition> phase = Optional.empty();
    private long lastPlainMilliseconds;

    ProgressLine() {
        this(
                System.err,
                Console.drawing(),
                Console.drawsProgress() && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb")));
    }

    /** @param terminal whether a line can be drawn over */
    ProgressLine(PrintStream err, PrintStream drawing, boolean terminal) {
        this.err = err;
        this.drawing = drawing;
        this.terminal = terminal;
    }

    void show(Progress progress) {
        tellWhatIsOver(progress);
        progress.problem()
                .filter(problem -> problems.isNew(problem, progress.elapsed()))
                .ifPresent(problem -> tell(problem, progress.elapsed()));
        String details = String.format(
                Locale.ROOT,
                "%s | %.1f/s | last %d: %s | %s",
                progress.model(),
                progress.attemptsPerSecond(),
                progress.recent().attempts(),
                percent(progress),
                ControlEscapes.oneLine(progress.problem().orElse(progress.trainer())));
        if (terminal) {
            showBar(progress, details);
        } else if (progress.elapsed().toMillis() - lastPlainMilliseconds >= PLAIN_EVERY_MILLISECONDS
                || !phase.equals(Optional.of(progress.phase()))) {
            lastPlainMilliseconds = progress.elapsed().toMillis();
            phase = Optional.of(progress.phase());
            err.println("[" + progress.elapsed().toSeconds() + " s] "
                    + progress.phase().word() + " " + progress.done()
                    + (progress.target().isPresent() ? "/" + progress.target().getAsLong() : "") + " | " + details);
        }
    }

    private void tell(String problem, Duration elapsed) {
        say(problem, elapsed);
        told.removeIf(earlier -> RepeatedText.same(earlier, problem));
        told.addLast(problem);
        lastThere = elapsed;
    }

    /** What was announced as bad is announced as good again, once nothing hides it: only the most urgent problem is shown. */
    private void tellWhatIsOver(Progress progress) {
        if (told.isEmpty()) {
            return;
        }
        if (progress.problem().isPresent()) {
            lastThere = progress.elapsed();
        } else if (progress.elapsed().minus(lastThere).compareTo(OVER_AFTER) >= 0) {
            while (!told.isEmpty()) {
                String problem = told.removeFirst();
                int silent = problem.indexOf(SILENT);
                String over = silent > 0 ? problem.substring(0, silent) + " answers again" : "Over: " + problem;
                say(over, progress.elapsed());
                problems.forget(problem);
            }
        }
    }

    private void say(String text, Duration elapsed) {
        close(); // what is drawn next begins below
        err.println("[" + elapsed.toSeconds() + " s] " + text);
    }

    private void showBar(Progress progress, String details) {
        if (bar == null || !phase.equals(Optional.of(progress.phase()))) {
            close();
            phase = Optional.of(progress.phase());
            bar = new ProgressBarBuilder()
                    .setTaskName(progress.phase().word())
                    .setInitialMax(progress.target().orElse(-1))
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta()
                    .setMaxRenderedLength(BAR_WIDTH)
                    .setConsumer(new ConsoleProgressBarConsumer(drawing, BAR_WIDTH))
                    .startsFrom(progress.done(), progress.elapsed())
                    .build();
        }
        bar.stepTo(progress.done());
        bar.setExtraMessage(details);
    }

    private static String percent(Progress progress) {
        return progress.recent().attempts() == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%.0f%% success", 100 * progress.recent().rate());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
