package armfarm.simulation.gazebo;

import armfarm.drivers.cell.ArmTopics;
import armfarm.messages.ArmId;
import armfarm.messages.JpegCodec;
import armfarm.messages.RgbImage;
import armfarm.ros.RosNode;
import armfarm.ros.messages.ImageMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The newest image of each arm, kept for whoever asks what was to be seen when something broke. Thread-safe. */
public final class LastImages {
    private static final String ENCODING = "rgb8";

    private final Map<ArmId, RgbImage> newest = new ConcurrentHashMap<>();

    /** Listens on the node for as long as it is open. */
    public static LastImages listen(RosNode node, List<ArmId> arms) {
        LastImages images = new LastImages();
        arms.forEach(arm ->
                node.subscribe(ArmTopics.of(arm).image(), ImageMessage.TYPE, message -> images.saw(arm, message)));
        return images;
    }

    /** Gazebo's own cameras send rgb8 without gaps between the rows; anything else is passed over. */
    void saw(ArmId arm, ImageMessage message) {
        if (message.encoding().equals(ENCODING) && message.data().length() == message.width() * message.height() * 3) {
            byte[] pixels = new byte[message.data().length()];
            System.arraycopy(message.data().array(), message.data().offset(), pixels, 0, pixels.length);
            newest.put(arm, new RgbImage((int) message.width(), (int) message.height(), pixels));
        }
    }

    /** Writes an {@code arm.jpg} for each arm that was seen, in place of earlier ones. @return the files */
    public List<Path> save(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (var image : newest.entrySet()) {
            Path file = folder.resolve(image.getKey() + ".jpg");
            files.add(Files.write(file, bytes(image.getValue())));
        }
        return files;
    }

    private static byte[] bytes(RgbImage image) {
        return JpegCodec.encode(image, JpegCodec.DEFAULT_QUALITY).bytes();
    }
}
