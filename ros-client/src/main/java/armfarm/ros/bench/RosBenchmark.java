package armfarm.ros.bench;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Receives the same images with our subscriber, with C++ and with Python at the same time, and compares the CPU time of the
 * processes. Afterwards restarts publishers on other ports, with our subscriber alone, and counts lost images and threads.
 *
 * <p>Every receiver gets every image, so the work is the same for all; how the machine is loaded beside it hits all of them
 * alike. A part of the images is sent before the clock starts, because a Java VM compiles while it begins.
 */
public final class RosBenchmark {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    /** The C++ receivers cannot be asked whether they are done. */
    private static final Duration LAST_WRITES = Duration.ofMillis(500);

    private static final double BYTES_PER_MB = 1e6;

    /** Of the subscriber; the options of the farm itself, with a smaller heap. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xms128m", "-Xmx512m", "-Xss512k", "-XX:+UseParallelGC", "-Djava.awt.headless=true");

    private final Options options;
    private final Consumer<String> progress;

    /**
     * What to measure.
     *
     * @param publishers cameras, each a node of its own
     * @param framesPerSecond of each camera
     * @param images of each camera while the CPU time is measured; a third as many come before
     * @param reconnects publishers restarted in all
     */
    public record Options(int publishers, double framesPerSecond, int images, int reconnects) {
        /** 14 cameras with 5 images/s for 40 s, 100 restarts. */
        public static Options defaults() {
            return new Options(14, 5, 200, 100);
        }
    }

    /**
     * What was measured.
     *
     * @param bytes of image data received by our subscriber, all phases
     * @param lost images that were published and did not come, or came twice
     * @param cpuMsPerMb milliseconds of user and system time per 10^6 bytes, by receiver
     */
    public record Report(
            int publishers,
            long bytes,
            long lost,
            Map<Receiver, Double> cpuMsPerMb,
            int reconnects,
            int threadsBefore,
            int threadsAfter) {
        /** Our CPU time per byte as a share of another receiver's. */
        public double cpuRatio(Receiver other) {
            return cpuMsPerMb.get(Receiver.ARMFARM) / cpuMsPerMb.get(other);
        }
    }

    /** Who receives. */
    public enum Receiver {
        /** Our subscriber. */
        ARMFARM,
        /** Debian's C++ rosbag record, writing to memory. */
        ROSBAG_RECORD,
        /** Debian's C++ topic_tools mux, which receives and does nothing with it. */
        ROSCPP_MUX,
        /** A Python subscriber. */
        ROSPY
    }

    private RosBenchmark(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs it; takes about a minute.
     *
     * @param progress gets a line about each phase
     * @throws DriverException if Debian's ROS is missing; the message says what to install
     */
    public static Report run(Options options, Consumer<String> progress) {
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                DebianPeers peers = new DebianPeers(master.uri(), options.publishers())) {
            return new RosBenchmark(options, progress).run(master, peers);
        }
    }

    private Report run(RosMaster master, DebianPeers peers) {
        List<String> arguments = List.of(master.uri().toString(), Integer.toString(options.publishers()));
        try (BenchProcess publishers = java(PublisherMain.class, arguments);
                BenchProcess ours = java(SubscriberMain.class, arguments)) {
            publishers.await("ready", START_TIMEOUT);
            ours.await("ready", START_TIMEOUT);
            Map<Receiver, Double> cpu = measure(publishers, ours, peers);
            progress.accept(options.reconnects() + " publishers restart ...");
            int threadsBefore = received(ours).threads;
            Sent sent = tell(publishers, "restart " + options.reconnects());
            Received received = awaitAll(ours, sent);
            return new Report(
                    options.publishers(),
                    received.bytes,
                    sent.images - received.images + received.repeated,
                    cpu,
                    options.reconnects(),
                    threadsBefore,
                    received.threads);
        }
    }

    private Map<Receiver, Double> measure(BenchProcess publishers, BenchProcess ours, DebianPeers peers) {
        Map<Receiver, BenchProcess> receivers = new LinkedHashMap<>();
        List<BenchProcess> started = new ArrayList<>();
        try {
            receivers.put(Receiver.ARMFARM, ours);
            started.add(peers.rosbagRecord());
            receivers.put(Receiver.ROSBAG_RECORD, started.get(0));
            started.add(peers.mux());
            receivers.put(Receiver.ROSCPP_MUX, started.get(1));
            started.add(peers.rospy());
            receivers.put(Receiver.ROSPY, started.get(2));
            progress.accept("waiting for every receiver to reach every publisher ...");
            tell(publishers, "linked " + receivers.size());
            return measure(publishers, receivers);
        } finally {
            started.forEach(BenchProcess::close);
        }
    }

    private Map<Receiver, Double> measure(BenchProcess publishers, Map<Receiver, BenchProcess> receivers) {
        progress.accept("warming up ...");
        awaitAll(receivers, publish(publishers, Math.max(1, options.images() / 3)));
        progress.accept("measuring ...");
        Map<Receiver, Duration> before = cpu(receivers);
        awaitAll(receivers, publish(publishers, options.images()));
        Map<Receiver, Duration> after = cpu(receivers);
        double megabytes = (double) options.images() * options.publishers() * BenchImages.BYTES / BYTES_PER_MB;
        Map<Receiver, Double> perMb = new LinkedHashMap<>();
        receivers
                .keySet()
                .forEach(receiver -> perMb.put(
                        receiver,
                        after.get(receiver).minus(before.get(receiver)).toNanos() / 1e6 / megabytes));
        return perMb;
    }

    private static Map<Receiver, Duration> cpu(Map<Receiver, BenchProcess> receivers) {
        Map<Receiver, Duration> times = new LinkedHashMap<>();
        receivers.forEach((receiver, process) -> times.put(receiver, process.cpu()));
        return times;
    }

    private Sent publish(BenchProcess publishers, int images) {
        Sent sent = tell(publishers, "publish " + images + " " + options.framesPerSecond());
        if (sent.dropped > 0) {
            throw new DriverException("Receivers fell behind: " + sent.dropped + " images were dropped before they were"
                    + " sent, so the receivers did not do the same work. The machine is too slow or too busy for "
                    + options.publishers() + " x " + options.framesPerSecond() + " images/s; try a lower --rate");
        }
        return sent;
    }

    private record Sent(long images, long dropped) {}

    private static Sent tell(BenchProcess publishers, String command) {
        String[] answer =
                publishers.ask(command, "done", Duration.ofMinutes(10)).split(" ");
        return new Sent(Long.parseLong(answer[0]), Long.parseLong(answer[1]));
    }

    private record Received(long images, long bytes, long repeated, int threads) {}

    private static Received received(BenchProcess receiver) {
        String[] answer = receiver.ask("report", "received", START_TIMEOUT).split(" ");
        return new Received(
                Long.parseLong(answer[0]),
                Long.parseLong(answer[1]),
                answer.length > 2 ? Long.parseLong(answer[2]) : 0,
                answer.length > 2 ? Integer.parseInt(answer[3]) : 0);
    }

    private static void awaitAll(Map<Receiver, BenchProcess> receivers, Sent sent) {
        awaitAll(receivers.get(Receiver.ARMFARM), sent);
        awaitAll(receivers.get(Receiver.ROSPY), sent);
        pause(LAST_WRITES);
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Waits until everything that was sent has come, or no more can be expected. */
    private static Received awaitAll(BenchProcess receiver, Sent sent) {
        Deadline deadline = Deadline.after(ARRIVAL_TIMEOUT);
        Received received = received(receiver);
        while (received.images < sent.images && !deadline.isOver()) {
            pause(POLL);
            received = received(receiver);
        }
        return received;
    }

    private static BenchProcess java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new BenchProcess(main.getSimpleName(), Map.of(), command);
    }
}
