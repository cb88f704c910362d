package armfarm.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of modules in docs/architecture.md: each sees what its last column names. Immutable. */
final class ModuleTable {
    /** Tests run in the folder of a module, but what looks for them may run in the project's. */
    private static final List<Path> PLACES =
            List.of(Path.of("../docs/architecture.md"), Path.of("docs/architecture.md"));

    private static final Pattern ROW = Pattern.compile("\\| \\[([a-z-]+)]\\(\\.\\./\\1\\) \\|.*\\| ([^|]+) \\|");

    /** The second word of their packages. */
    private static final Map<String, String> PACKAGES = Map.of(
            "farm-messages", "messages",
            "ros-client", "ros",
            "camera-ingest", "ingest",
            "episode-store", "episodes",
            "robot-drivers", "drivers",
            "grasp-policy", "policy",
            "robot-simulation", "simulation",
            "farm-controller", "controller",
            "farm-cli", "cli");

    private final Map<String, Set<String>> seenByPackage;

    private ModuleTable(Map<String, Set<String>> seenByPackage) {
        this.seenByPackage = seenByPackage;
    }

    static ModuleTable read() {
        try {
            return parse(Files.readAllLines(PLACES.stream()
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException("none of " + PLACES))));
        } catch (IOException e) {
            throw new UncheckedIOException("Run in the folder of the project or of a module", e);
        }
    }

    private static ModuleTable parse(List<String> lines) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                columns.put(row.group(1), row.group(2));
            }
        }
        if (!columns.keySet().equals(PACKAGES.keySet())) {
            throw new IllegalStateException("docs/architecture.md has rows of the modules " + columns.keySet()
                    + ", expected " + PACKAGES.keySet());
        }
        Map<String, Set<String>> seen = new LinkedHashMap<>();
        List<String> above = new ArrayList<>();
        columns.forEach((module, column) -> {
            seen.put(PACKAGES.get(module), seen(column, above));
            above.add(module);
        });
        return new ModuleTable(seen);
    }

    private static Set<String> seen(String column, List<String> above) {
        Set<String> packages = new TreeSet<>();
        if (column.equals("all above") || column.equals("all")) {
            above.forEach(module -> packages.add(PACKAGES.get(module)));
        } else if (!column.equals("JDK only")) {
            for (String word : column.split(", ")) {
                String module = PACKAGES.containsKey(word) ? word : "farm-" + word;
                if (!above.contains(module)) {
                    throw new IllegalStateException(
                            "docs/architecture.md names '" + word + "', expected a module of a row above");
                }
                packages.add(PACKAGES.get(module));
            }
        }
        return packages;
    }

    /** The second word of a package of a module; empty for others. */
    Optional<String> moduleOf(String packageName) {
        String[] words = packageName.split("\\.");
        return words.length > 1 && words[0].equals("armfarm") && seenByPackage.containsKey(words[1])
                ? Optional.of(words[1])
                : Optional.empty();
    }

    /** Whether a class of one package may use one of another; of anything outside of the modules it may. */
    boolean allows(String from, String to) {
        Optional<String> user = moduleOf(from);
        Optional<String> used = moduleOf(to);
        return user.isEmpty()
                || used.isEmpty()
                || used.equals(user)
                || seenByPackage.get(user.get()).contains(used.get());
    }
}
