package armfarm.ros.bench;

import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.SubscriberOptions;
import armfarm.ros.messages.ImageMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process whose CPU time is measured: one node that follows every camera and counts what came. To any line on standard
 * input it answers with the different images, their bytes, the images that came twice and the threads that live.
 */
final class SubscriberMain {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong images = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    private SubscriberMain() {}

    /** Takes the master's address and the number of cameras. */
    public static void main(String[] args) throws IOException {
        SubscriberMain main = new SubscriberMain();
        try (RosNode node = RosNode.start(GraphName.of("/bench/armfarm"), URI.create(args[0]), RosHost.loopback());
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (int camera = 0; camera < Integer.parseInt(args[1]); camera++) {
                BitSet seen = new BitSet();
                node.subscribe(
                        BenchImages.topic(camera),
                        ImageMessage.TYPE,
                        SubscriberOptions.lending(),
                        image -> main.count(image, seen));
            }
            System.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println("received " + main.images + " " + main.bytes + " " + main.repeated + " "
                        + ManagementFactory.getThreadMXBean().getThreadCount());
            }
        }
    }

    /** @param seen this camera's numbers; its links come one after the other, but not on the same thread */
    private void count(ImageMessage image, BitSet seen) {
        int number = Math.toIntExact(image.header().seq());
        synchronized (seen) {
            if (seen.get(number)) {
                repeated.incrementAndGet();
                return;
            }
            seen.set(number);
        }
        images.incrementAndGet();
        bytes.addAndGet(image.data().length());
    }
}
