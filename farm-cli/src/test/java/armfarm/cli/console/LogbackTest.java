package armfarm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import org.junit.jupiter.api.Test;

/** The program's own log settings, not those of tests. */
class LogbackTest {
    @Test
    void whatLogbackSaysOfItselfDoesNotGoWhereAnswersGo() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));

        assertThat(context.getStatusManager().getCopyOfStatusListenerList())
                .as("with a listener Logback does not print its warnings to stdout")
                .hasOnlyElementsOfType(OnErrorConsoleStatusListener.class)
                .hasSize(1);
        context.stop();
    }
}
