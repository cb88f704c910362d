package armfarm.controller.cli;

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

    /** @param now since a moment that stays the same; never goes back */
    boolean isNew(String text, Duration now) {
        lastSaid.values().removeIf(said -> now.minus(said).compareTo(AGAIN_AFTER) >= 0);
        return lastSaid.putIfAbsent(text.replaceAll("[0-9.]+", "#"), now) == null;
    }
}
