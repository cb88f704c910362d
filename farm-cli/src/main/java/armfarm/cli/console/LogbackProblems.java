package armfarm.cli.console;

import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import ch.qos.logback.core.status.Status;

/**
 * Shows what is wrong with the log's settings on stderr, and nothing else that Logback has to say of itself. Without a listener Logback shows it
 * on stdout, where answers are; its own listeners show every step of its start. Thread-safe.
 */
public final class LogbackProblems extends OnErrorConsoleStatusListener {
    public LogbackProblems() {
        setRetrospective(0); // what came before would be shown whole
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            super.addStatusEvent(status);
        }
    }
}
