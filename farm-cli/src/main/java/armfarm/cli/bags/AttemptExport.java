package armfarm.cli.bags;

import armfarm.episodes.Episodes;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.ros.bag.BagCompression;
import armfarm.ros.bag.RecordingWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes stored attempts to a bag or an MCAP file. */
public final class AttemptExport {
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
    public static Written write(Episodes episodes, List<String> ids, Path file, BagCompression compression) {
        List<AttemptId> ordered = AttemptChoice.find(episodes, ids);
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        try {
            long messages =
                    write(episodes, ordered, unfinished, target.getFileName().toString(), compression);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Written(target, ordered, messages, Files.size(target));
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + target + ": " + e, e);
        } finally {
            delete(unfinished);
        }
    }

    private static long write(
            Episodes episodes, List<AttemptId> attempts, Path path, String name, BagCompression compression) {
        try (RecordingWriter writer = RecordingWriter.create(path, name, compression)) {
            AttemptRecording recording = new AttemptRecording(writer);
            for (AttemptId id : attempts) {
                GraspAttempt attempt = episodes.attempt(id)
                        .orElseThrow(() -> new FarmException(ErrorCode.BUG, "Attempt " + id + " has gone"));
                recording.write(attempt);
            }
            return recording.messages();
        }
    }

    private static void delete(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
