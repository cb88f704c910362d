package armfarm.cli.console;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A log line's message with its control characters shown, so that neither the console nor a look at the log sends them to a terminal, and
 * with its later lines indented, so that none looks like a log line of its own. Named in {@code logback.xml}.
 */
public final class ShownMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (message == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder(message.length());
        for (String line : message.split("\\R", -1)) {
            shown.append(shown.isEmpty() ? "" : System.lineSeparator() + "  ").append(ControlEscapes.oneLine(line));
        }
        return shown.toString();
    }
}
