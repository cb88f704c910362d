package armfarm.controller.base;

import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Who stopped and who released which arm, when and why: a file of JSON lines in the data folder that only grows. A stop's own file
 * is gone with its release; this keeps it.
 *
 * <p>Thread-safe, also between processes.
 */
public final class StopRecord {
    private static final String ALL = "all";

    private final Path file;

    /** A line of it. @param stoppedBy of a release: by whom, when and why what it ended was set */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            String at,
            String action,
            String arm,
            String by,
            String reason,
            @JsonProperty("stopped_by") String stoppedBy,
            @JsonProperty("stopped_at") String stoppedAt,
            @JsonProperty("stop_reason") String stopReason) {}

    private StopRecord(Path file) {
        this.file = file;
    }

    public static StopRecord of(Path dataFolder) {
        return new StopRecord(dataFolder.toAbsolutePath().normalize().resolve("stops.jsonl"));
    }

    /** @param arm empty for all. Returns when it is on the disk */
    public void stopped(Optional<ArmId> arm, String by, String reason, Instant now) {
        append(new Line(now.toString(), "stop", name(arm), by, reason, null, null, null));
    }

    /** Likewise. @param stop that is taken back */
    public void released(StopLatch.Stop stop, String by, String reason, Instant now) {
        append(new Line(now.toString(), "release", name(stop.arm()), by, reason, stop.by(), stop.at(), stop.reason()));
    }

    private static String name(Optional<ArmId> arm) {
        return arm.map(ArmId::name).orElse(ALL);
    }

    private void append(Line line) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            // One write of less than a page: lines of two processes do not mix.
            ByteBuffer bytes = ByteBuffer.wrap((JsonFile.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "The record of stops and releases, " + file + ", cannot be written: " + e, e);
        }
    }
}
