package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links that break again and again: nothing may be left of the old ones. */
class RosReconnectIT {
    private static final int CYCLES = 100;
    private static final GraphName IMAGES = GraphName.of("/images");
    private static final long SPARE_BYTES = 16 << 20;
    private static final int MAX_CALL_THREADS = 8;
    private static final Predicate<String> CALL_THREAD = name -> name.contains("-xmlrpc-");

    private RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final URI masterUri = master.uri();
    private final RosNode listener =
            RosNode.start(RosNodeConfig.of(GraphName.of("/listener"), masterUri, RosHost.loopback())
                    .withChecks(Duration.ofMillis(50), Duration.ofSeconds(5)));
    private final BlockingQueue<ImageMessage> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void closesWithoutLeavingThreads() {
        listener.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void leavesNoThreadSocketOrMemoryBehind() throws InterruptedException {
        Subscriber<ImageMessage> subscriber =
                listener.subscribe(IMAGES, ImageMessage.TYPE, SubscriberOptions.queued(QueueLimit.DEFAULT), heard::add);
        for (int i = 0; i < 10; i++) {
            cycle(i);
        }
        int threadsBefore = settledThreads();
        long socketsBefore = openFiles();
        long bytesBefore = usedBytes();

        for (int i = 0; i < CYCLES; i++) {
            cycle(i);
        }

        assertThat(settledThreads()).isLessThanOrEqualTo(threadsBefore);
        // The kernel and the reader of a connection that was closed by the other side give a socket back in their own
        // time.
        Await.until("no more sockets are open than before", () -> openFiles() <= socketsBefore + 3);
        assertThat(usedBytes()).isLessThan(bytesBefore + SPARE_BYTES);
        assertThat(subscriber.messageCount()).isEqualTo(10 + CYCLES);
        assertThat(listener.stats().registeredAgain()).isGreaterThanOrEqualTo(CYCLES / 10);
    }

    /** A publisher on a port of its own comes, is heard and goes; now and then so does the master. */
    private void cycle(int number) throws InterruptedException {
        if (number % 10 == 9) {
            long before = listener.stats().registeredAgain();
            master.close();
            master = RosMaster.start(RosHost.loopback(), masterUri.getPort());
            Await.until("registered again", () -> listener.stats().registeredAgain() > before);
        }
        try (RosNode talker = RosNode.start(GraphName.of("/talker"), masterUri, RosHost.loopback())) {
            Publisher<ImageMessage> publisher = talker.advertise(IMAGES, ImageMessage.TYPE, false);
            Await.until("linked", () -> publisher.subscriberCount() == 1);
            publisher.publish(image(number));
            ImageMessage received = heard.poll(5, TimeUnit.SECONDS);
            assertThat(received).isNotNull();
            assertThat(received.header().seq()).isEqualTo(number);
        }
    }

    private static ImageMessage image(int number) {
        byte[] pixels = new byte[320 * 240 * 3];
        return new ImageMessage(
                new Header(number, Instant.EPOCH, "camera"), 240, 320, "rgb8", 0, 320 * 3, new ByteArray(pixels));
    }

    /** Threads that answer calls come and go with the calls, and wait five seconds for the next one: a few are normal. */
    private static int settledThreads() {
        Await.until(
                "few threads answer calls, and none tells of changes",
                () -> RosThreads.alive().stream().noneMatch(name -> name.contains("-update-"))
                        && RosThreads.alive().stream().filter(CALL_THREAD).count() <= MAX_CALL_THREADS);
        return (int) RosThreads.alive().stream().filter(CALL_THREAD.negate()).count();
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
