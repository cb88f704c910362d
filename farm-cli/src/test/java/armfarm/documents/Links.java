package armfarm.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The links of Markdown files to files of the project and to headings in them, as GitHub resolves them. */
final class Links {
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".cache", "farm-data");
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *#*$", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z+.-]*:.*");

    private final Path root;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    Links(Path root) {
        this.root = root;
    }

    /** All Markdown files of the project. */
    List<Path> documents() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(this::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOurs(Path file) {
        for (Path part : root.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    /** One line for every link of the file that leads nowhere. */
    List<String> broken(Path file) {
        List<String> broken = new ArrayList<>();
        for (String target : targets(file)) {
            String problem = problem(file, target);
            if (!problem.isEmpty()) {
                broken.add(root.relativize(file) + ": (" + target + "): " + problem);
            }
        }
        return broken;
    }

    /** The documents that a reader of this one comes to by following links, and itself; of a folder its README.md. */
    Set<Path> reachable(Path start) {
        Set<Path> reached = new TreeSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (Files.isRegularFile(file) && file.toString().endsWith(".md") && reached.add(file)) {
                targets(file).forEach(target -> {
                    Path next = fileOf(file, target);
                    open.push(Files.isDirectory(next) ? next.resolve("README.md") : next);
                });
            }
        }
        return reached;
    }

    private static List<String> targets(Path file) {
        return LINK.matcher(
                        CODE.matcher(FENCED.matcher(read(file)).replaceAll("")).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .toList();
    }

    private static Path fileOf(Path from, String target) {
        String path = target.replaceFirst("#.*", "");
        return path.isEmpty() ? from : from.resolveSibling(path).normalize();
    }

    private String problem(Path from, String target) {
        int hash = target.indexOf('#');
        Path file = fileOf(from, target);
        if (!file.startsWith(root) || !isOurs(file) || Files.notExists(file)) {
            return "there is no such file";
        }
        if (hash < 0 || !file.toString().endsWith(".md")) {
            return "";
        }
        Set<String> there = anchors.computeIfAbsent(file, Links::anchorsOf);
        return there.contains(target.substring(hash + 1)) ? "" : "no such heading; there are " + there;
    }

    private static Set<String> anchorsOf(Path file) {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = HEADING.matcher(FENCED.matcher(read(file)).replaceAll(""));
        while (heading.find()) {
            String text = heading.group(1).replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1");
            String anchor = text.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            for (int again = 1; !anchors.add(again == 1 ? anchor : anchor + "-" + (again - 1)); again++) {
                // the second heading of a name gets -1, the third -2
            }
        }
        return anchors;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
