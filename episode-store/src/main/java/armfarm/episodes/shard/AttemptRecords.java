package armfarm.episodes.shard;

import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one attempt as they are in a shard: its images and then its metadata, as tar records one behind the other.
 * Immutable, so that several can be made at a time and written in turn.
 */
public final class AttemptRecords {
    /** @param offset of the image's first byte from the first record's */
    private record Image(int offset, int length, long crc32c) {}

    private final byte[] bytes;
    private final List<Image> images;

    private AttemptRecords(byte[] bytes, List<Image> images) {
        this.bytes = bytes;
        this.images = images;
    }

    /** Of the attempt with all its frames. */
    public static AttemptRecords of(GraspAttempt attempt) {
        byte[] metadata = AttemptJson.of(attempt);
        int length = TarRecord.lengthOf(metadata.length);
        for (FrameCaptured frame : attempt.frames()) {
            length = Math.addExact(length, TarRecord.lengthOf(frame.image().byteCount()));
        }
        ByteBuffer records = ByteBuffer.allocate(length);
        List<Image> images = new ArrayList<>();
        for (FrameCaptured frame : attempt.frames()) {
            byte[] image = frame.image().bytes();
            images.add(new Image(records.position() + TarRecord.BLOCK, image.length, ShardReader.crc32c(image)));
            String name = attempt.id() + "." + frame.sequence() + "."
                    + extension(frame.image().mediaType());
            TarRecord.put(records, name, image, frame.stamp());
        }
        TarRecord.put(records, attempt.id() + ".json", metadata, attempt.ended().endedAt());
        return new AttemptRecords(records.array(), List.copyOf(images));
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case "image/jpeg" -> "jpg";
            case "image/png" -> "png";
            default -> "bin";
        };
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the images are when the records begin there. @return in the order of the frames */
    List<ImageRef> imagesAt(String shard, long start) {
        return images.stream()
                .map(image -> new ImageRef(shard, start + image.offset(), image.length(), image.crc32c()))
                .toList();
    }
}
