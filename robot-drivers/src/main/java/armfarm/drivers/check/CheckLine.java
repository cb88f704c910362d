package armfarm.drivers.check;

import java.util.Locale;

/**
 * What one step of a check found. Immutable.
 *
 * @param cause why it is not as it should be; empty if it is
 * @param change the setting to change, or what else to do; empty if nothing
 */
public record CheckLine(String step, Result result, String found, String cause, String change) {
    /** How a step ended. */
    public enum Result {
        OK,
        /** It works, but somebody should know. */
        WARNING,
        FAILED,
        SKIPPED;

        /** As in the JSON output. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CheckLine ok(String step, String format, Object... values) {
        return new CheckLine(step, Result.OK, text(format, values), "", "");
    }

    static CheckLine skipped(String step, String why) {
        return new CheckLine(step, Result.SKIPPED, why, "", "");
    }

    static CheckLine warning(String step, String found, String cause, String change) {
        return new CheckLine(step, Result.WARNING, found, cause, change);
    }

    static CheckLine failed(String step, String found, String cause, String change) {
        return new CheckLine(step, Result.FAILED, found, cause, change);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
