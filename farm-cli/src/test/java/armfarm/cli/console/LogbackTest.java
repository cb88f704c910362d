package armfarm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.WarnStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The program's own log settings, not those of tests. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LogbackTest {
    private final LoggerContext context = new LoggerContext();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream shownOnOut = new ByteArrayOutputStream();
    private final ByteArrayOutputStream shownOnErr = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        System.setOut(out);
        System.setErr(err);
        context.stop();
    }

    @Test
    void whatLogbackSaysOfItselfDoesNotGoWhereAnswersGo() throws JoranException {
        configure();

        assertThat(context.getStatusManager().getCopyOfStatusListenerList())
                .as("with a listener Logback does not print its warnings to stdout")
                .hasOnlyElementsOfType(LogbackProblems.class)
                .hasSize(1);
    }

    @Test
    void aStartIsSilentAndAProblemIsShownOnStderr() throws JoranException {
        configure();
        String start = shownOnErr.toString(StandardCharsets.UTF_8);

        context.getStatusManager().add(new WarnStatus("no such appender", this));

        assertThat(start).isEmpty();
        assertThat(shownOnErr.toString(StandardCharsets.UTF_8)).contains("no such appender");
        assertThat(shownOnOut.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private void configure() throws JoranException {
        System.setOut(new PrintStream(shownOnOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(shownOnErr, true, StandardCharsets.UTF_8));
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
    }
}
