package armfarm.ros.bag;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the places of messages from the index records behind each chunk, without unpacking the chunks. */
final class ChunkIndexes {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int ENTRY_BYTES = 12;

    private ChunkIndexes() {}

    /** Opens the file at an offset. */
    interface Opening {
        RecordInput at(long offset) throws IOException;
    }

    /** Empty if the index records are damaged or do not tell of every message. */
    static Optional<MessagePlaces> read(BagIndex index, Opening file) throws IOException {
        MessagePlaces places = new MessagePlaces();
        try {
            for (long chunk : index.chunkOffsets()) {
                RecordInput in = file.at(chunk);
                if (in.header().op() != RecordHeader.CHUNK) {
                    return Optional.empty();
                }
                long packed = in.uint32("chunk length");
                if (packed > in.remaining() || !readBehind(file.at(in.position() + packed), chunk, places)) {
                    return Optional.empty();
                }
            }
        } catch (BagDamage e) {
            return Optional.empty();
        }
        return places.count() == index.messageCount() ? Optional.of(places) : Optional.empty();
    }

    private static boolean readBehind(RecordInput in, long chunk, MessagePlaces places) throws IOException {
        // Within a chunk the records are by connection; the order in the file is that of the offsets.
        List<Entry> entries = new ArrayList<>();
        while (in.remaining() > 0) {
            RecordHeader header = in.header();
            if (header.op() != RecordHeader.INDEX) {
                break;
            }
            int connection = (int) header.uint32("conn");
            long count = header.uint32("count");
            in.uint32("index length");
            if (count * ENTRY_BYTES > in.remaining() || entries.size() + count > MessagePlaces.MAX_PLACES) {
                return false;
            }
            for (long i = 0; i < count; i++) {
                long seconds = in.uint32("time");
                long nanos = in.uint32("time");
                if (nanos >= NANOS_PER_SECOND) {
                    return false;
                }
                entries.add(new Entry(connection, Instant.ofEpochSecond(seconds, nanos), in.uint32("offset")));
            }
        }
        entries.sort((a, b) -> Long.compare(a.offset, b.offset));
        entries.forEach(entry -> places.add(entry.connection, entry.time, chunk, entry.offset));
        return true;
    }

    private record Entry(int connection, Instant time, long offset) {}
}
