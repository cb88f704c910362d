package armfarm.drivers.safety;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.cell.StopState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stops that stay until a person takes them back: one file per stopped arm in a folder, and one for all arms. They survive
 * every restart, because nothing but {@link #reset} deletes them. A folder that cannot be read counts as stopped.
 *
 * <p>Thread-safe, also between processes.
 */
public final class StopLatch {
    private static final String SUFFIX = ".stop";
    /** No arm can have this name: arm names begin with a letter. */
    private static final String ALL = "+all";

    private static final Pattern ARM_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    private static final Pattern TEXT =
            Pattern.compile("by (.*?) at (\\d{4}-\\d\\d-\\d\\dT[0-9:.]{5,18}Z)(?:: (.*))?", Pattern.DOTALL);

    /** What others add to a stop that is set. */
    private static final Pattern ALSO = Pattern.compile("also stopped by (.*?) at \\d{4}-\\d\\d-\\d\\dT[0-9:.]{5,18}Z");

    private final Path folder;

    /**
     * A stop that is set.
     *
     * @param arm empty for the stop of all arms
     * @param by who set it first; empty if the file cannot be read
     * @param at when, in ISO 8601; empty if the file does not say
     * @param reason empty if none was given; after it, who else stopped since
     */
    public record Stop(Optional<ArmId> arm, String by, String at, String reason) {
        /** Whether nobody else set it, first or later. */
        public boolean isOnlyOf(String person) {
            return by.equals(person)
                    && ALSO.matcher(reason)
                            .results()
                            .allMatch(other -> other.group(1).equals(person));
        }

        /** For example: by anna at 2026-11-29T20:04:11Z: object wedged. */
        public String describe() {
            return "by " + (by.isEmpty() ? "(not readable)" : by) + (at.isEmpty() ? "" : " at " + at)
                    + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /** @param folder made when the first stop is set */
    public StopLatch(Path folder) {
        this.folder = folder;
    }

    /** Stops one arm. Returns when the stop is on the disk. Who stopped it before stays named in it. */
    public void stop(ArmId arm, String by, String reason, Instant now) {
        write(arm.name(), by, reason, now);
    }

    /** Stops every arm, also those that are added later. */
    public void stopAll(String by, String reason, Instant now) {
        write(ALL, by, reason, now);
    }

    /** Every stop that is set, that of all arms first. */
    public List<Stop> stops() {
        List<Stop> stops = new ArrayList<>();
        for (String name : names()) {
            read(name).ifPresent(stops::add);
        }
        stops.sort(Comparator.comparing(stop -> stop.arm().map(ArmId::name).orElse("")));
        return stops;
    }

    private Optional<Stop> read(String name) {
        Optional<ArmId> arm = name.equals(ALL) ? Optional.empty() : Optional.of(new ArmId(name));
        try {
            String text = Files.readString(file(name)).strip();
            Matcher match = TEXT.matcher(text);
            return Optional.of(
                    match.matches()
                            ? new Stop(
                                    arm, match.group(1), match.group(2), Objects.requireNonNullElse(match.group(3), ""))
                            : new Stop(arm, "", "", text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Stop(arm, "", "", file(name) + " cannot be read"));
        }
    }

    /** Takes an arm's own stop back. @return whether there was one */
    public boolean reset(ArmId arm) {
        return delete(arm.name());
    }

    /** Takes the stop of all arms back, and every arm's own one. @return how many there were */
    public int resetAll() {
        int count = 0;
        for (String name : names()) {
            count += delete(name) ? 1 : 0;
        }
        return count;
    }

    /** Takes one stop back, unless it was changed since it was read. @return whether it was there */
    public boolean reset(Stop stop) {
        return isSet(stop) && delete(name(stop));
    }

    /** Whether it is there as it was read: nobody released it, and nobody stopped again. */
    public boolean isSet(Stop stop) {
        return read(name(stop)).equals(Optional.of(stop));
    }

    private static String name(Stop stop) {
        return stop.arm().map(ArmId::name).orElse(ALL);
    }

    public boolean allStopped() {
        return !Files.notExists(file(ALL));
    }

    /** Why the arm is stopped and how to go on; empty if it is not. */
    public Optional<String> stopped(ArmId arm) {
        return text(ALL, "armfarm arms reset --all").or(() -> text(arm.name(), "armfarm arms reset " + arm));
    }

    public StopState of(ArmId arm) {
        return () -> stopped(arm);
    }

    private Optional<String> text(String name, String command) {
        Path file = file(name);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        String what;
        try {
            what = Files.readString(file).strip();
        } catch (IOException e) {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            what = "(" + file + " cannot be read: " + e + ")";
        }
        return Optional.of("stopped " + what + "; to go on, run '" + command + "'");
    }

    private void write(String name, String by, String reason, Instant now) {
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, "stop", ".part");
            String person = oneLine(by);
            String mine = "by " + person + " at " + now + (reason.isBlank() ? "" : ": " + oneLine(reason));
            String text = read(name)
                    .filter(set -> !set.by().isEmpty() && !set.isOnlyOf(person))
                    .map(set -> besides(set, person, mine))
                    .orElse(mine);
            Files.writeString(partial, text + "\n", StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            move(partial, file(name));
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The stop could NOT be set in " + folder + ": " + e
                            + "; use the arm's own emergency stop, then make the folder writable",
                    e);
        }
    }

    /** What somebody else's stop is when one more person stops: it stays the first one's, so that the release asks for both. */
    private static String besides(Stop set, String person, String mine) {
        String said = set.describe();
        int own = said.lastIndexOf("also stopped by ");
        boolean again = own >= 0 && said.startsWith("also stopped by " + person + " at ", own);
        if (again) {
            return said.substring(0, own) + "also stopped " + mine;
        }
        return said + (set.reason().isEmpty() ? ": " : "; ") + "also stopped " + mine;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private boolean delete(String name) {
        try {
            return Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The stop " + file(name) + " cannot be taken back: " + e + "; delete the file by hand",
                    e);
        }
    }

    private List<String> names() {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(name -> name.equals(ALL) || ARM_NAME.matcher(name).matches())
                    .toList());
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "The stops in " + folder + " cannot be listed: " + e, e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
