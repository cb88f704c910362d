package armfarm.cli.bags;

import armfarm.messages.GraspAttempt;
import armfarm.ros.bag.BagCompression;
import armfarm.ros.bag.BagConnection;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.bag.BagReader;
import armfarm.ros.bag.RecordingWriter;
import armfarm.ros.messages.MessageType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Bags that others recorded, made for tests. */
final class TestBags implements AutoCloseable {
    private final RecordingWriter writer;
    private final Map<String, BagConnection> connections = new LinkedHashMap<>();

    TestBags(Path file) {
        writer = RecordingWriter.create(file, file.getFileName().toString(), BagCompression.LZ4);
    }

    <T> TestBags add(double seconds, String topic, MessageType<T> type, T message) {
        BagConnection connection =
                connections.computeIfAbsent(topic, t -> BagConnection.of(connections.size(), t, type, "", false));
        writer.write(connection, at(seconds), type.serialize(message));
        return this;
    }

    TestBags add(double seconds, BagConnection connection, byte[] message) {
        writer.write(connection, at(seconds), message);
        return this;
    }

    static Instant at(double seconds) {
        return Instant.ofEpochSecond(1_700_000_000).plusNanos(Math.round(seconds * 1e9));
    }

    @Override
    public void close() {
        writer.close();
    }

    static Path export(Path file, GraspAttempt... attempts) {
        try (RecordingWriter writer =
                RecordingWriter.create(file, file.getFileName().toString(), BagCompression.LZ4)) {
            AttemptRecording recording = new AttemptRecording(writer);
            for (GraspAttempt attempt : attempts) {
                recording.write(attempt);
            }
        }
        return file;
    }

    /** The same bag without some of its messages. */
    static Path filtered(Path from, Path to, Predicate<BagMessage> keep) {
        try (BagReader reader = BagReader.open(from);
                RecordingWriter writer =
                        RecordingWriter.create(to, to.getFileName().toString(), BagCompression.NONE)) {
            for (BagMessage message : read(reader)) {
                if (keep.test(message)) {
                    writer.write(
                            message.connection(), message.time(), message.data().bytes());
                }
            }
        }
        return to;
    }

    static List<BagMessage> read(Path file) {
        try (BagReader reader = BagReader.open(file)) {
            return read(reader);
        }
    }

    private static List<BagMessage> read(BagReader reader) {
        List<BagMessage> messages = new ArrayList<>();
        for (Optional<BagMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
            messages.add(next.get());
        }
        return messages;
    }

    static ImportReport run(ImportOptions options, MemoryTarget target, Path file) {
        return new BagImport(options, target.target(), (phase, done, all) -> {}).run(file, false);
    }

    static ImportOptions auto() {
        return new ImportOptions(ImportOptions.Kind.AUTO, Optional.empty(), ImportOptions.Topics.none());
    }
}
