package armfarm.controller.bags;

import armfarm.drivers.bag.BagCompression;
import armfarm.drivers.bag.RecordingWriter;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes stored attempts to a bag or an MCAP file. */
public final class AttemptExport {
    private static final Pattern ID_PART = Pattern.compile("[0-9a-fA-F-]{1,36}");
    private static final int SHOWN_CANDIDATES = 5;

    private AttemptExport() {}

    /** What was written. */
    public record Written(Path file, List<AttemptId> attempts, long messages, long bytes) {
        public Written {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Writes the attempts, oldest first, through a temporary file beside the target: what has the target's name is whole.
     *
     * @param ids whole ids, or beginnings that fit one attempt each
     * @param file ends in .bag or .mcap; replaced if it exists
     * @throws FarmException (CONFIG) if an id fits none or several; (DATA) if stored images are damaged; (RESOURCE) if the
     *     disk refused; the target is then as it was
     */
    public static Written write(EpisodeStore store, List<String> ids, Path file, BagCompression compression) {
        Set<AttemptId> attempts = new LinkedHashSet<>();
        ids.forEach(id -> attempts.add(find(store, id)));
        List<AttemptId> ordered = attempts.stream().sorted().toList(); // ids are ordered by time
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        try {
            long messages =
                    write(store, ordered, unfinished, target.getFileName().toString(), compression);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Written(target, ordered, messages, Files.size(target));
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + target + ": " + e, e);
        } finally {
            delete(unfinished);
        }
    }

    private static long write(
            EpisodeStore store, List<AttemptId> attempts, Path path, String name, BagCompression compression) {
        try (RecordingWriter writer = RecordingWriter.create(path, name, compression)) {
            AttemptRecording recording = new AttemptRecording(writer);
            for (AttemptId id : attempts) {
                GraspAttempt attempt = store.attempt(id)
                        .orElseThrow(() -> new FarmException(ErrorCode.BUG, "Attempt " + id + " has gone"));
                recording.write(attempt);
            }
            return recording.messages();
        }
    }

    private static AttemptId find(EpisodeStore store, String id) {
        List<AttemptId> found =
                ID_PART.matcher(id).matches() ? store.attemptsStartingWith(id, SHOWN_CANDIDATES) : new ArrayList<>();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new FarmException(
                ErrorCode.CONFIG,
                found.isEmpty()
                        ? "There is no attempt " + id + " in this farm; expected an attempt's id or its beginning"
                        : "Several attempts begin with " + id + ", for example " + found + "; give more of the id");
    }

    private static void delete(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
