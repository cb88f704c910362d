package armfarm.ingest.night;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Kafka's record batch, version 2, packed with zstd, as it stands in a broker's log: base offset, length, and a CRC-32C over what
 * follows (Kafka documentation, "Message Format"). Its classes are Kafka's own; like the embedded broker's they may change with a
 * version, the format may not. Header and length are outside the checksum: each record says its place again in a header of its own.
 */
final class NightBatch {
    /** Base offset and length, which come first. */
    static final int PREFIX_BYTES = Long.BYTES + Integer.BYTES;
    /** Far above what a writer puts together. */
    static final int MAX_BYTES = 64 << 20;

    private static final int EPOCH_AT = PREFIX_BYTES;
    private static final int MAGIC_AT = EPOCH_AT + Integer.BYTES;
    private static final String PLACE = "at";
    private static final int PLACE_BYTES = Integer.BYTES + Long.BYTES;
    private static final Compression PACKING = Compression.zstd().build();

    private NightBatch() {}

    /** @param events of one partition, in the order of their offsets; at least one */
    static ByteBuffer encode(List<NightEvent> events) {
        MemoryRecordsBuilder batch = builder(events.get(0).offset());
        for (NightEvent event : events) {
            byte[] place = ByteBuffer.allocate(PLACE_BYTES)
                    .putInt(event.partition())
                    .putLong(event.offset())
                    .array();
            batch.appendWithOffset(event.offset(), event.timestampMillis(), event.key(), event.value(), new Header[] {
                new RecordHeader(PLACE, place)
            });
        }
        return batch.build().buffer();
    }

    /** A batch of one record that says something about the recording. */
    static ByteBuffer encodeNote(String name, long timestampMillis, List<Header> facts) {
        MemoryRecordsBuilder batch = builder(0);
        batch.appendWithOffset(
                0, timestampMillis, name.getBytes(StandardCharsets.UTF_8), new byte[0], facts.toArray(Header[]::new));
        return batch.build().buffer();
    }

    static Header fact(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static MemoryRecordsBuilder builder(long baseOffset) {
        return MemoryRecords.builder(ByteBuffer.allocate(1024), PACKING, TimestampType.CREATE_TIME, baseOffset);
    }

    /** Length of the whole batch, by its first bytes. @throws IOException if no batch is so long */
    static int size(ByteBuffer prefix) throws IOException {
        int size = prefix.getInt(Long.BYTES) + PREFIX_BYTES;
        if (size <= PREFIX_BYTES || size > MAX_BYTES) {
            throw new IOException("found a length of " + size + " bytes, expected at most " + MAX_BYTES);
        }
        return size;
    }

    /** Reads each record of a whole batch. @throws IOException if the bytes are not those that were written */
    static <T> List<T> decode(ByteBuffer bytes, Function<Record, T> read) throws IOException {
        try {
            if (bytes.getInt(EPOCH_AT) != RecordBatch.NO_PARTITION_LEADER_EPOCH
                    || bytes.get(MAGIC_AT) != RecordBatch.MAGIC_VALUE_V2) {
                throw new IOException("found another kind of batch, expected one of version 2 without a leader epoch");
            }
            MutableRecordBatch batch =
                    MemoryRecords.readableRecords(bytes).batches().iterator().next();
            batch.ensureValid();
            List<T> found = new ArrayList<>();
            for (Record record : batch) {
                found.add(read.apply(record));
            }
            return found;
        } catch (KafkaException | IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if the record does not say its place, or another one than its batch */
    static NightEvent event(Record record) {
        Header[] headers = record.headers();
        if (headers.length != 1 || !headers[0].key().equals(PLACE) || headers[0].value().length != PLACE_BYTES) {
            throw new IllegalArgumentException("found a record without its place");
        }
        ByteBuffer place = ByteBuffer.wrap(headers[0].value());
        int partition = place.getInt();
        long offset = place.getLong();
        if (offset != record.offset()) {
            throw new IllegalArgumentException(
                    "found record " + record.offset() + " where record " + offset + " was written");
        }
        return new NightEvent(partition, offset, record.timestamp(), bytes(record.key()), bytes(record.value()));
    }

    /** Whether the record is a note of that name. */
    static boolean isNote(Record record, String name) {
        return record.offset() == 0
                && name.equals(new String(bytes(record.key()), StandardCharsets.UTF_8))
                && fact(record, PLACE).isEmpty();
    }

    static Optional<String> fact(Record note, String name) {
        for (Header header : note.headers()) {
            if (header.key().equals(name)) {
                return Optional.of(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer == null ? 0 : buffer.remaining()];
        if (buffer != null) {
            buffer.duplicate().get(bytes);
        }
        return bytes;
    }
}
