package armfarm.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Prints what a farm is in for people: first what they have to do. Stateless. */
final class StandingText {
    private static final Map<String, String> URGENCIES =
            Map.of("person", "needs a person", "heals", "heals by itself", "expected", "as it should be");

    private StandingText() {}

    static void print(Standing standing, PrintStream out) {
        out.println("Phase: " + standing.phase());
        for (Standing.Said notice : standing.notices()) {
            out.println("  " + URGENCIES.getOrDefault(notice.urgency(), notice.urgency()) + ": " + notice.line());
        }
        if (!standing.arms().isEmpty()) {
            out.println("Arms:");
        }
        for (Standing.Arm arm : standing.arms()) {
            out.printf("  %-16s %-11s %8s  %s%n", arm.name(), arm.state(), age(arm.age()), reason(arm));
        }
        if (!standing.components().isEmpty()) {
            out.println("Parts, and when each last answered:");
        }
        for (Standing.Part part : standing.components()) {
            out.printf(
                    "  %-16s %-11s %8s  %s%n",
                    part.name(),
                    part.state(),
                    age(part.age()),
                    part.reason().isEmpty() ? part.address() : part.address() + ": " + part.reason());
        }
        String trainer = standing.trainer().path("state").asText("");
        if (!trainer.isEmpty()) {
            int round = standing.trainer().path("round").asInt();
            out.println("Trainer: " + trainer + (round > 0 ? ", round " + round : ""));
        }
    }

    private static String reason(Standing.Arm arm) {
        return arm.action().isEmpty() || arm.reason().isEmpty() ? arm.reason() : arm.reason() + "; " + arm.action();
    }

    /** 42 s, 12 min, 3 h. */
    static String age(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }
}
