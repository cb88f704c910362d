package armfarm.cli.bags;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The recording before this one, whose camera this one's may be: {@code rosbag record --split} writes what is latched into
 * the first file only. Two files are of one recording if their names differ in nothing but numbers and the second begins
 * when the first ends. Confined to one thread.
 */
final class Series {
    private static final Duration MAX_GAP = Duration.ofSeconds(10);

    private Optional<Path> file = Optional.empty();
    private Instant end = Instant.EPOCH;
    private Optional<CameraMessages> camera = Optional.empty();

    /** What is known of the camera, if the file goes on where the last one ended. */
    Optional<CameraMessages> before(Path next, Instant start) {
        boolean goesOn = file.filter(last -> name(last).equals(name(next))).isPresent()
                && Duration.between(end, start).abs().compareTo(MAX_GAP) <= 0;
        return goesOn ? camera : Optional.empty();
    }

    void add(Path read, Instant itsEnd, CameraMessages known) {
        file = Optional.of(read);
        end = itsEnd;
        camera = Optional.of(known);
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().toString().replaceAll("\\d+(?=[^/]*$)", "#");
    }
}
