package armfarm.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads durations such as 90s, 15m, 8h or 1h30m, and ISO ones such as PT15M. */
final class Durations implements CommandLine.ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

    @Override
    public Duration convert(String text) {
        Matcher parts = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        Duration duration = Duration.ZERO;
        if (parts.matches()) {
            duration = Duration.ofDays(number(parts.group(1)))
                    .plusHours(number(parts.group(2)))
                    .plusMinutes(number(parts.group(3)))
                    .plusSeconds(number(parts.group(4)));
        } else if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
            try {
                duration = Duration.parse(text);
            } catch (DateTimeParseException e) {
                duration = Duration.ZERO;
            }
        }
        if (duration.isZero() || duration.isNegative()) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is not a duration; expected for example 90s, 15m or 1h30m");
        }
        return duration;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
