package armfarm.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** When a run ends by itself. @param attempts total of practice attempts in the store */
record Target(long attempts) {
    private static final Pattern FORM = Pattern.compile("attempts=(\\d{1,12})");

    /** Reads {@code attempts=N}. */
    static final class Converter implements CommandLine.ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            Matcher match = FORM.matcher(text);
            if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' is not a target; expected attempts=N with N of 1 or more");
            }
            return new Target(Long.parseLong(match.group(1)));
        }
    }
}
