package armfarm.policy.training;

import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.FeatureSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network inputs on disk, in numbered slots of equal size: {@code crops.bin} holds them, {@code ids.bin} says whose they are, so that
 * a start reads 16 bytes an attempt. Every slot carries a checksum over id and content. Files of another version, for other features
 * or of other lengths are made anew; nothing in them is needed that the store does not have.
 *
 * <p>Plain reads and writes, not memory mapping: a full disk is then an exception and not the end of the process, and the operating
 * system's cache is the same. Confined to one thread, which may be interrupted.
 */
final class CropFile implements AutoCloseable {
    /** Raised when the layout or what is cut out of an image changes. */
    private static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(CropFile.class);
    /** A choice: the description of what is in the slots, with room. */
    private static final int HEADER_BYTES = 1024;
    /** Of a UUID. */
    private static final int ID_BYTES = 16;
    /** Of a CRC-32C. */
    private static final int CHECKSUM_BYTES = 4;
    /** Of a free slot; no version 7 UUID is zero. */
    static final AttemptId NOBODY = new AttemptId(new UUID(0, 0));

    private final Path folder;
    private final byte[] header;
    private final byte[] slotBytes;
    private final byte[] idBytes = new byte[ID_BYTES];
    private final int cropBytes;
    private RandomAccessFile crops;
    private RandomAccessFile ids;
    private int slots;

    /** Opens the files of the folder, which is made if missing. */
    CropFile(Path folder, FeatureSpec spec) {
        this.folder = folder;
        this.cropBytes = spec.cropSize();
        this.slotBytes = new byte[ID_BYTES + CHECKSUM_BYTES + Float.BYTES * FeatureSpec.COMMAND_SIZE + cropBytes];
        this.header = Arrays.copyOf(
                ("armfarm training crops " + VERSION + "\n" + spec + "\n" + slotBytes.length + " bytes each\n")
                        .getBytes(StandardCharsets.UTF_8),
                HEADER_BYTES);
        io("opened", () -> {
            Files.createDirectories(folder);
            crops = new RandomAccessFile(folder.resolve("crops.bin").toFile(), "rw");
            ids = new RandomAccessFile(folder.resolve("ids.bin").toFile(), "rw");
            open();
        });
    }

    private void open() throws IOException {
        long found = (crops.length() - HEADER_BYTES) / slotBytes.length;
        if (crops.length() + ids.length() > 0
                && !(hasHeader(crops) && hasHeader(ids) && found < Integer.MAX_VALUE / 2)) {
            LOG.warn("The training crops in {} are of another version or damaged: they are made anew", folder);
            found = -1;
        }
        if (crops.length() + ids.length() == 0 || found < 0) {
            startAnew();
            return;
        }
        // A crash may have torn the end off one of them.
        slots = (int) Math.min(found, (ids.length() - HEADER_BYTES) / ID_BYTES);
        crops.setLength(cropAt(slots));
        ids.setLength(idAt(slots));
    }

    private boolean hasHeader(RandomAccessFile file) throws IOException {
        byte[] found = new byte[HEADER_BYTES];
        file.seek(0);
        return file.length() >= HEADER_BYTES && file.read(found) == HEADER_BYTES && Arrays.equals(found, header);
    }

    private void startAnew() throws IOException {
        slots = 0;
        for (RandomAccessFile file : new RandomAccessFile[] {crops, ids}) {
            file.setLength(0);
            file.write(header);
        }
    }

    /** Forgets everything. */
    void clear() {
        io("emptied", this::startAnew);
    }

    /** How many slots there are, free ones among them. */
    int slots() {
        return slots;
    }

    /** Bytes that one more slot takes on the disk. */
    long bytesPerSlot() {
        return slotBytes.length + (long) ID_BYTES;
    }

    /** Whose content a slot has; {@link #NOBODY} for a free one. */
    AttemptId id(int slot) {
        io("read", () -> {
            ids.seek(idAt(slot));
            ids.readFully(idBytes);
        });
        ByteBuffer buffer = ByteBuffer.wrap(idBytes);
        return new AttemptId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** @param slot one of them, or the number of slots for one more */
    void write(int slot, AttemptId attempt, byte[] crop, float[] command) {
        ByteBuffer buffer = ByteBuffer.wrap(slotBytes);
        buffer.putLong(attempt.uuid().getMostSignificantBits())
                .putLong(attempt.uuid().getLeastSignificantBits())
                .putInt(0);
        for (float value : command) {
            buffer.putFloat(value);
        }
        buffer.put(crop);
        buffer.putInt(ID_BYTES, checksum());
        write(slot);
    }

    /** Overwrites a slot with zeros: what was purged must not stay here. */
    void free(int slot) {
        Arrays.fill(slotBytes, (byte) 0);
        write(slot);
    }

    /** The id last: without it a slot counts for nothing. */
    private void write(int slot) {
        io("written", () -> {
            crops.seek(cropAt(slot));
            crops.write(slotBytes);
            ids.seek(idAt(slot));
            ids.write(slotBytes, 0, ID_BYTES);
        });
        slots = Math.max(slots, slot + 1);
    }

    /** @throws DamagedCropException if the slot does not hold what was written for its attempt */
    void read(int slot, byte[] crop, float[] command) {
        AttemptId attempt = id(slot);
        io("read", () -> {
            crops.seek(cropAt(slot));
            crops.readFully(slotBytes);
        });
        ByteBuffer buffer = ByteBuffer.wrap(slotBytes);
        AttemptId found = new AttemptId(new UUID(buffer.getLong(), buffer.getLong()));
        int expected = buffer.getInt();
        buffer.putInt(ID_BYTES, 0);
        if (!found.equals(attempt) || checksum() != expected) {
            throw new DamagedCropException("Slot " + slot + " of " + folder.resolve("crops.bin")
                    + " is damaged: found content of " + found + " with checksum " + expected + ", expected " + attempt
                    + " and " + checksum());
        }
        for (int i = 0; i < command.length; i++) {
            command[i] = buffer.getFloat();
        }
        buffer.get(crop);
    }

    private int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(slotBytes);
        return (int) crc.getValue();
    }

    private long cropAt(int slot) {
        return HEADER_BYTES + (long) slot * slotBytes.length;
    }

    private static long idAt(int slot) {
        return HEADER_BYTES + (long) slot * ID_BYTES;
    }

    /** A file operation. */
    private interface Io {
        void run() throws IOException;
    }

    private void io(String what, Io operation) {
        try {
            operation.run();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Training crops in " + folder + " cannot be " + what + ": " + e.getMessage()
                            + "; check space and permissions. They may be deleted while no farm runs: the next round makes them anew",
                    e);
        }
    }

    @Override
    public void close() {
        io("closed", () -> {
            crops.close();
            ids.close();
        });
    }

    /** A slot that does not hold what was written. */
    static final class DamagedCropException extends FarmException {
        private static final long serialVersionUID = 1L;

        DamagedCropException(String message) {
            super(ErrorCode.DATA, message);
        }
    }
}
