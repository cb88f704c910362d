package armfarm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogbackFileTest {
    /** With one, Logback tells its whole start on stdout, where programs expect JSON. */
    @Test
    void theLogConfigurationGivesNoWarning() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);

        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .isNotEmpty()
                .noneMatch(status -> status.getEffectiveLevel() > Status.INFO);
        context.stop();
    }
}
