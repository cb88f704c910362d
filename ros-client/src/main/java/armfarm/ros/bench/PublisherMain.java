package armfarm.ros.bench;

import armfarm.messages.time.Deadline;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.ImageMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that publishes: each camera is a node of its own, as in a farm. Commands on standard input:
 *
 * <ul>
 *   <li>{@code linked N}: waits until each camera has N subscribers
 *   <li>{@code publish N FPS}: N images of each camera; answers with what was sent and dropped
 *   <li>{@code restart N}: N times, ends the next camera's node, starts it on another port and publishes one image when its
 *       subscriber is there again
 * </ul>
 */
final class PublisherMain implements AutoCloseable {
    private final URI master;
    private final List<RosNode> nodes = new ArrayList<>();
    private final List<Publisher<ImageMessage>> publishers = new ArrayList<>();
    private final long[] published;
    private final ByteArray pixels;
    private long dropped;
    private int nextRestart;

    private PublisherMain(URI master, int cameras) {
        this.master = master;
        this.published = new long[cameras];
        byte[] noise = new byte[BenchImages.BYTES];
        new SplittableRandom(1).nextBytes(noise);
        this.pixels = new ByteArray(noise);
        for (int camera = 0; camera < cameras; camera++) {
            nodes.add(null);
            publishers.add(null);
            start(camera);
        }
    }

    /** Takes the master's address and the number of cameras. */
    public static void main(String[] args) throws IOException {
        try (PublisherMain main = new PublisherMain(URI.create(args[0]), Integer.parseInt(args[1]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                main.obey(line.split(" "));
            }
        }
    }

    private void obey(String[] words) {
        int count = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "linked" -> publishers.forEach(publisher -> awaitSubscribers(publisher, count));
            case "publish" -> publish(count, Double.parseDouble(words[2]));
            case "restart" -> restart(count);
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        }
        System.out.println("done " + total() + " " + dropped());
    }

    private void start(int camera) {
        RosNode node = RosNode.start(GraphName.of("/bench/camera_" + camera), master, RosHost.loopback());
        nodes.set(camera, node);
        publishers.set(camera, node.advertise(BenchImages.topic(camera), ImageMessage.TYPE, false));
    }

    private static void awaitSubscribers(Publisher<?> publisher, int count) {
        while (publisher.subscriberCount() < count) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The cameras take turns, evenly over time, as unsynchronized cameras do. */
    private void publish(int images, double framesPerSecond) {
        Duration period = Duration.ofNanos((long) (1e9 / framesPerSecond / publishers.size()));
        Deadline due = Deadline.after(Duration.ZERO);
        for (int i = 0; i < images * publishers.size(); i++) {
            if (!due.park()) {
                return; // interrupted
            }
            publishNext(i % publishers.size());
            due = due.plus(period);
        }
    }

    private void publishNext(int camera) {
        publishers.get(camera).publish(BenchImages.image(published[camera]++, pixels));
    }

    private void restart(int times) {
        for (int i = 0; i < times; i++) {
            int camera = nextRestart++ % publishers.size();
            dropped += publishers.get(camera).droppedCount();
            nodes.get(camera).close();
            start(camera);
            awaitSubscribers(publishers.get(camera), 1);
            publishNext(camera);
        }
    }

    private long total() {
        long total = 0;
        for (long images : published) {
            total += images;
        }
        return total;
    }

    private long dropped() {
        return dropped + publishers.stream().mapToLong(Publisher::droppedCount).sum();
    }

    @Override
    public void close() {
        nodes.forEach(RosNode::close);
    }
}
