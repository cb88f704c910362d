package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads messages from their places, one after the other. The chunks they are in are unpacked whole; those used last are
 * kept, up to a bound. Confined to one thread.
 */
final class SortedMessages {
    private static final long MAX_KEPT_BYTES = 128L << 20;

    /** Recorders close a chunk after 768 KB and one message. */
    private static final int MAX_CHUNK_BYTES = 256 << 20;

    private final BagFile file;
    private final BagScan scan;
    private final List<MessagePlaces.Place> places;
    private final Map<Long, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Long> damaged = new HashSet<>();
    private long keptBytes;
    private int at;

    /** @param scan knows the connections and is told of problems */
    SortedMessages(BagFile file, BagScan scan, List<MessagePlaces.Place> places) {
        this.file = file;
        this.scan = scan;
        this.places = places;
    }

    /** Of the places that were read, 0..1. */
    double share() {
        return places.isEmpty() ? 1 : (double) at / places.size();
    }

    /** @param number of the message; empty at the end */
    Optional<BagMessage> next(long number) throws IOException {
        while (at < places.size()) {
            MessagePlaces.Place place = places.get(at++);
            if (damaged.contains(place.chunk())) {
                continue;
            }
            try {
                RecordInput in = place.chunk() < 0 ? file.inputToEnd(place.offset()) : inChunk(place);
                Optional<BagMessage> message = scan.messageAt(in, place.offset(), number);
                if (message.filter(place::isOf).isPresent()) {
                    return message;
                } else if (message.isPresent()) {
                    scan.problems()
                            .add(
                                    Math.max(place.chunk(), 0),
                                    "message of " + message.get().time()
                                            + " that has another time in the index; left out");
                }
            } catch (BagDamage e) {
                scan.problems().add(Math.max(place.chunk(), 0), e.getMessage() + "; the rest of the chunk is lost");
                if (place.chunk() >= 0) {
                    damaged.add(place.chunk());
                }
            }
        }
        return Optional.empty();
    }

    private RecordInput inChunk(MessagePlaces.Place place) throws IOException {
        byte[] unpacked = chunks.get(place.chunk());
        if (unpacked == null) {
            unpacked = unpack(place.chunk());
            chunks.put(place.chunk(), unpacked);
            keptBytes += unpacked.length;
            while (keptBytes > MAX_KEPT_BYTES && chunks.size() > 1) {
                long oldest = chunks.keySet().iterator().next();
                keptBytes -= chunks.remove(oldest).length;
            }
        }
        if (place.offset() >= unpacked.length) {
            throw new BagDamage("message at unpacked byte " + place.offset() + " of a chunk of " + unpacked.length);
        }
        int offset = (int) place.offset();
        return new RecordInput(
                new ByteArrayInputStream(unpacked, offset, unpacked.length - offset), offset, unpacked.length);
    }

    /** As much of it as can be unpacked. */
    private byte[] unpack(long offset) throws IOException {
        RecordInput in = file.inputToEnd(offset);
        RecordHeader header = in.header();
        if (header.op() != RecordHeader.CHUNK) {
            throw new BagDamage("record with op " + header.op() + " where the index has a chunk");
        }
        long size = header.uint32("size");
        long packed = in.uint32("chunk length");
        boolean unfinished = packed == 0 && size == 0;
        long available = unfinished ? in.remaining() : Math.min(packed, in.remaining());
        try (RecordInput data = new RecordInput(
                ChunkDecoding.open(header.text("compression"), in.slice(available)),
                0,
                unfinished ? MAX_CHUNK_BYTES : Math.min(size, MAX_CHUNK_BYTES + 1L))) {
            byte[] unpacked = readAvailable(data);
            if (unpacked.length > MAX_CHUNK_BYTES) { // what is there counts, not what a damaged header promises
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Chunk of " + size + " bytes at byte " + offset
                                + " of a bag that is not in the order of time; at most " + MAX_CHUNK_BYTES
                                + " can be held. Write it anew with 'rosbag filter'");
            }
            return unpacked;
        }
    }

    private static byte[] readAvailable(RecordInput data) throws IOException {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        try {
            for (int read = data.read(block, 0, block.length); read > 0; read = data.read(block, 0, block.length)) {
                unpacked.write(block, 0, read);
            }
        } catch (BagDamage e) {
            if (unpacked.size() == 0) {
                throw e;
            }
        }
        return unpacked.toByteArray();
    }
}
