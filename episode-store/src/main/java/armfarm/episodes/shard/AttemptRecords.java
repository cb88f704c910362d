package armfarm.episodes.shard;

import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of one attempt as they are in a shard: its images and then its metadata, as tar records one behind the other.
 * Immutable, so that several can be made at a time and written in turn.
 */
public final class AttemptRecords {
    /** Of a frame's depth; to WebDataset it is the field "depth.png" of the sample. */
    private static final String DEPTH_EXTENSION = "depth.png";

    /** @param offset of the image's first byte from the first record's */
    private record Image(int offset, int length, long crc32c) {}

    /** @param depth of the same frame, if it has one */
    private record Frame(Image image, Optional<Image> depth) {}

    private final byte[] bytes;
    private final List<Frame> frames;

    private AttemptRecords(byte[] bytes, List<Frame> frames) {
        this.bytes = bytes;
        this.frames = frames;
    }

    /** Of the attempt with all its frames. */
    public static AttemptRecords of(GraspAttempt attempt) {
        byte[] metadata = AttemptJson.of(attempt);
        int length = TarRecord.lengthOf(metadata.length);
        for (FrameCaptured frame : attempt.frames()) {
            length = Math.addExact(length, TarRecord.lengthOf(frame.image().byteCount()));
            if (frame.depth().isPresent()) {
                length = Math.addExact(
                        length, TarRecord.lengthOf(frame.depth().get().byteCount()));
            }
        }
        ByteBuffer records = ByteBuffer.allocate(length);
        List<Frame> frames = new ArrayList<>();
        for (FrameCaptured frame : attempt.frames()) {
            String name = attempt.id() + "." + frame.sequence() + ".";
            Image image = put(records, name + extension(frame.image().mediaType()), frame.image(), frame);
            frames.add(new Frame(
                    image, frame.depth().map(depth -> put(records, name + DEPTH_EXTENSION, depth, frame))));
        }
        TarRecord.put(records, attempt.id() + ".json", metadata, attempt.ended().endedAt());
        return new AttemptRecords(records.array(), List.copyOf(frames));
    }

    private static Image put(ByteBuffer records, String name, EncodedImage image, FrameCaptured frame) {
        byte[] bytes = image.bytes();
        Image place = new Image(records.position() + TarRecord.BLOCK, bytes.length, ShardReader.crc32c(bytes));
        TarRecord.put(records, name, bytes, frame.stamp());
        return place;
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
    List<FrameRef> imagesAt(String shard, long start) {
        return frames.stream()
                .map(frame -> new FrameRef(
                        at(frame.image(), shard, start), frame.depth().map(depth -> at(depth, shard, start))))
                .toList();
    }

    private static ImageRef at(Image image, String shard, long start) {
        return new ImageRef(shard, start + image.offset(), image.length(), image.crc32c());
    }
}
