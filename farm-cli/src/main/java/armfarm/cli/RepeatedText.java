package armfarm.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what was said already, so that what lasts is not said at every look: texts that differ only in their numbers are the
 * same for a minute. Confined to one thread.
 */
final class RepeatedText {
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final Map<String, Duration> lastSaid = new HashMap<>();

    /** What was said of it is over: it is new when it comes again. */
    void forget(String text) {
        lastSaid.remove(shape(text));
    }

    /** Whether two texts tell of the same, with other numbers. */
    static boolean same(String one, String other) {
        return shape(one).equals(shape(other));
    }

    private static String shape(String text) {
        return text.replaceAll("[0-9.]+", "#");
    }

    /** @param now since a moment that stays the same; never goes back */
    boolean isNew(String text, Duration now) {
        lastSaid.values().removeIf(said -> now.minus(said).compareTo(AGAIN_AFTER) >= 0);
        return lastSaid.putIfAbsent(shape(text), now) == null;
    }
}
