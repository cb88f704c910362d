package armfarm.episodes.parquet;

import armfarm.episodes.imports.AttemptAssembly;
import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.UnusableRecord;
import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frames of a file as they come, told to a visitor episode by episode. One episode is in memory, and of one whose images are
 * too many only the number of frames. Confined to one thread.
 */
final class LeRobotFrames {
    private final LeRobotEpisodes episodes;
    private final LeRobotAttempt attempts;
    private final Dataset.Visitor visitor;
    private final List<LeRobotRow> open = new ArrayList<>();
    private long openBytes;
    private long bytesDone;
    private boolean tooLarge;
    private long withoutEpisode;

    LeRobotFrames(LeRobotEpisodes episodes, LeRobotAttempt attempts, Dataset.Visitor visitor) {
        this.episodes = episodes;
        this.attempts = attempts;
        this.visitor = visitor;
    }

    void add(LeRobotRow frame) {
        bytesDone += frame.imageBytes();
        if (frame.episode().isEmpty()) {
            withoutEpisode++;
            return;
        }
        if (!open.isEmpty() && index() != frame.episode().getAsLong()) {
            finish();
        }
        openBytes += frame.imageBytes();
        tooLarge |= openBytes > AttemptAssembly.MAX_IMAGE_BYTES;
        if (tooLarge) {
            open.subList(Math.min(1, open.size()), open.size()).clear();
        }
        if (!tooLarge || open.isEmpty()) {
            open.add(frame);
        }
    }

    /** The last episode, after the last frame. */
    void finish() {
        if (open.isEmpty()) {
            return;
        }
        long index = index();
        try {
            LeRobotEpisode episode =
                    episodes.episode(index).orElseThrow(() -> new UnusableRecord("meta/episodes does not have it"));
            if (tooLarge) {
                throw AttemptAssembly.tooLarge();
            }
            GraspAttempt attempt = attempts.of(index, episode, open);
            visitor.attempt(attempt, bytesDone);
            episode.unread().forEach(visitor::leftOut);
        } catch (UnusableRecord e) {
            visitor.rejected(index, e.getMessage());
        }
        open.clear();
        openBytes = 0;
        tooLarge = false;
    }

    private long index() {
        return open.get(0).episode().getAsLong();
    }

    /** How far the file was read. */
    String place() {
        return open.isEmpty() ? "its beginning" : "episode " + index();
    }

    /** What is wrong if there were frames of no episode. */
    Optional<String> rowsWithoutEpisode(Path file) {
        return withoutEpisode == 0
                ? Optional.empty()
                : Optional.of("Data file " + file + " has " + withoutEpisode
                        + " rows without a whole number as episode_index; they are left out");
    }
}
