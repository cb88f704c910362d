package armfarm.ros.bag;

import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.StringMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** Recordings for tests: texts on /chatter, images on /camera. */
final class Recordings {
    static final BagConnection CHATTER = BagConnection.of(0, "/chatter", StringMessage.TYPE, "/talker", true);
    static final BagConnection CAMERA = BagConnection.of(1, "/camera", ImageMessage.TYPE, "", false);
    static final Instant START = Instant.ofEpochSecond(1_700_000_000, 123_456_789);

    private Recordings() {}

    static byte[] text(String text) {
        return StringMessage.TYPE.serialize(new StringMessage(text));
    }

    /** A mono8 image; the seed decides what is on it. */
    static byte[] image(int width, int height, long seed) {
        byte[] pixels = new byte[width * height];
        new Random(seed).nextBytes(pixels);
        Arrays.fill(pixels, pixels.length / 2, pixels.length, (byte) 7);
        return ImageMessage.TYPE.serialize(
                new ImageMessage(Header.at(START, "camera"), height, width, "mono8", 0, width, new ByteArray(pixels)));
    }

    /** Ten texts and five images. */
    static Path write(Path file, BagCompression compression) {
        try (RecordingWriter writer =
                RecordingWriter.create(file, file.getFileName().toString(), compression)) {
            for (int i = 0; i < 10; i++) {
                writer.write(CHATTER, START.plusMillis(100L * i), text("hello " + i));
                if (i % 2 == 0) {
                    writer.write(CAMERA, START.plusMillis(100L * i + 50), image(640, 480, i));
                }
            }
        }
        return file;
    }
}
