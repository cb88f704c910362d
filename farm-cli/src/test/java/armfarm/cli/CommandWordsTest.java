package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What help, errors and documents name exists: commands, options and keys of the configuration. */
class CommandWordsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final CommandLine ARMFARM = new CommandLine(new ArmfarmCommand());
    private static final Pattern QUOTED_COMMAND = Pattern.compile("'(?:\\./)?armfarm ([^']+)'");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern KEYS_OF_A_ROW = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);

    /** Sources with options of other programs, which they start. */
    private static final Set<String> OF_OTHERS = Set.of(
            "episode-store/src/main/java/armfarm/episodes/postgres/ServerPrograms.java",
            "robot-simulation/src/main/java/armfarm/simulation/gazebo/GazeboWorld.java",
            "ros-client/src/main/java/armfarm/ros/bench/DebianPeers.java");

    @Test
    void everyCommandHasASummaryThatIsAWholeSentence() {
        List<String> cut = new ArrayList<>();
        for (CommandLine command : commands()) {
            CommandSpec spec = command.getCommandSpec();
            String[] description = spec.usageMessage().description();
            String listed = description.length == 0 ? "" : description[0];
            if (!listed.endsWith(".")) {
                cut.add(spec.qualifiedName(" ") + ": " + listed);
            }
        }

        assertThat(cut).isEmpty();
    }

    @Test
    void helpAndErrorsNameCommandsThatExist() {
        List<String> wrong = new ArrayList<>();
        texts().forEach((file, texts) -> texts.forEach(text -> {
            Matcher match = QUOTED_COMMAND.matcher(text);
            while (match.find()) {
                problem(match.group(1))
                        .ifPresent(what -> wrong.add(file + ": 'armfarm " + match.group(1) + "': " + what));
            }
        }));

        assertThat(wrong).isEmpty();
    }

    @Test
    void helpAndErrorsNameOptionsThatExist() {
        Set<String> known = new TreeSet<>(Set.of("--shm-size")); // of podman and docker
        commands().forEach(command -> known.addAll(optionsOf(command)));
        List<String> wrong = new ArrayList<>();
        texts().forEach((file, texts) -> texts.forEach(text -> {
            Matcher match = OPTION.matcher(text);
            while (match.find()) {
                if (!known.contains(match.group()) && !OF_OTHERS.contains(file)) {
                    wrong.add(file + ": " + match.group() + " in '" + text + "'");
                }
            }
        }));

        assertThat(wrong).isEmpty();
    }

    @Test
    void documentsShowCommandsAndOptionsThatExist() {
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            shownCommands(document)
                    .forEach(line -> problem(line)
                            .ifPresent(
                                    what -> wrong.add(ROOT.relativize(document) + ": armfarm " + line + ": " + what)));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void helpAndErrorsNameKeysThatTheDocumentsDescribe() {
        Set<String> keys = describedKeys();
        assertThat(keys).as("keys in the tables").hasSizeGreaterThan(50).contains("farm.arms", "safety.max_speed_mps");
        String sections = keys.stream()
                .filter(key -> key.contains("."))
                .map(key -> key.substring(0, key.indexOf('.')))
                .distinct()
                .collect(Collectors.joining("|"));
        Pattern named = Pattern.compile("(?<![\\w./@-])(?:" + sections + ")(?:\\.[a-z][a-z0-9_]*)+(?![\\w/(:-])");
        List<String> wrong = new ArrayList<>();
        texts().forEach((file, texts) -> texts.forEach(text -> {
            Matcher match = named.matcher(text);
            while (match.find()) {
                String key = match.group();
                boolean isFile = key.matches(
                        ".*\\.(yaml|yml|log|json|jsonl|lock|html|js|css|txt|zip|gz|csv|md|png|bag|tmp|example)");
                if (!isFile && keys.stream().noneMatch(known -> known.equals(key) || known.startsWith(key + "."))) {
                    wrong.add(file + ": " + key + " in '" + text + "'");
                }
            }
        }));

        assertThat(wrong).isEmpty();
    }

    /** Those in the first column of the tables; in {@code `a.b`, `c`} the second one is in the first one's section. */
    private static Set<String> describedKeys() {
        Set<String> keys = new TreeSet<>();
        for (String document : new String[] {"docs/configuration.md", "docs/arms.md", "docs/ingest.md"}) {
            Matcher row = KEYS_OF_A_ROW.matcher(read(ROOT.resolve(document)));
            while (row.find()) {
                String section = "";
                Matcher key = SPAN.matcher(row.group(1));
                while (key.find()) {
                    String name = key.group(1);
                    section = name.contains(".") ? name.substring(0, name.lastIndexOf('.') + 1) : section;
                    keys.add(name.contains(".") ? name : section + name);
                }
            }
        }
        return keys;
    }

    private static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(ARMFARM, all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> into) {
        into.add(command);
        command.getSubcommands().values().stream().distinct().forEach(sub -> collect(sub, into));
    }

    private static Set<String> optionsOf(CommandLine command) {
        Set<String> names = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> names.addAll(Arrays.asList(option.names())));
        return names;
    }

    /** @param words after armfarm, as a document or a text shows them @return why nobody can run that */
    private static Optional<String> problem(String words) {
        CommandLine command = ARMFARM;
        for (String word : words.replace("\\|", "|").split("\\s+")) {
            if (command.getSubcommands().isEmpty() || !word.matches("[a-z][a-z0-9|,-]*")) {
                break;
            }
            CommandLine sub = command.getSubcommands().get(word.split("[|,]")[0]);
            if (sub == null) {
                return Optional.of("there is no command '" + word + "'");
            }
            command = sub;
        }
        Set<String> known = new TreeSet<>(optionsOf(command));
        command.getSubcommands().values().forEach(sub -> known.addAll(optionsOf(sub)));
        if (words.contains("|") && command.getParent() != null && command.getParent() != ARMFARM) {
            // list|show ID|retry: what is shown is of all of them
            command.getParent().getSubcommands().values().forEach(sub -> known.addAll(optionsOf(sub)));
        }
        if (command == ARMFARM) {
            return Optional.empty();
        }
        Matcher match = OPTION.matcher(words);
        while (match.find()) {
            if (!known.contains(match.group())) {
                return Optional.of("it has no option " + match.group());
            }
        }
        return Optional.empty();
    }

    /** What follows armfarm in code spans and code blocks. */
    private static List<String> shownCommands(Path document) {
        List<String> shown = new ArrayList<>();
        boolean block = false;
        StringBuilder prose = new StringBuilder();
        for (String line : read(document).replace("\\\n", " ").lines().toList()) {
            if (line.strip().startsWith("```")) {
                block = !block;
            } else if (block) {
                Matcher match = Pattern.compile("^\\s*(?:\\$ )?(?:sudo )?(?:\\./)?armfarm ([^#;&>]*)")
                        .matcher(line);
                if (match.find()) {
                    shown.add(match.group(1));
                }
            } else {
                prose.append(line).append(line.startsWith("|") ? "\n" : " ");
            }
        }
        Matcher span = SPAN.matcher(prose);
        while (span.find()) {
            Matcher match = Pattern.compile("^(?:\\./)?armfarm ([^#;&>]*)").matcher(span.group(1));
            if (match.find()) {
                shown.add(match.group(1));
            }
        }
        return shown;
    }

    private static List<Path> documents() {
        try (Stream<Path> files =
                Files.find(ROOT, 4, (file, attributes) -> file.toString().endsWith(".md"))) {
            return files.filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/.cache/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The string literals of all sources, by file; those that are added to one another as one. */
    private static Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> texts.put(ROOT.relativize(file).toString(), literals(read(file))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(texts).hasSizeGreaterThan(300);
        return texts;
    }

    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\"(.*?)(?<!\\\\)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\]|\\\\.)+'",
            Pattern.DOTALL);

    private static List<String> literals(String source) {
        List<String> literals = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        int end = -1;
        while (token.find()) {
            String text = token.group(1) != null ? token.group(1) : token.group(2);
            if (text == null) {
                continue;
            }
            boolean joined = end >= 0 && source.substring(end, token.start()).matches("\\s*\\+\\s*");
            if (joined) {
                literals.set(literals.size() - 1, literals.get(literals.size() - 1) + text);
            } else {
                literals.add(text);
            }
            end = token.end();
        }
        return literals;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
