package armfarm.ingest.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Settings of the one-node broker, small enough to live beside the rest of the farm. */
final class EmbeddedBrokerSettings {
    static final String HOST = "127.0.0.1";
    private static final String EVERY_ADDRESS = "0.0.0.0";
    static final byte[] ADDRESS = {127, 0, 0, 1};
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private EmbeddedBrokerSettings() {}

    /** @param host that clients are told; one that is not loopback listens on all addresses */
    static Properties of(Path folder, String host, int port, int controllerPort) {
        Properties settings = new Properties();
        addNode(settings, folder, host, port, controllerPort);
        addSingleCopies(settings);
        addSmallSizes(settings);
        return settings;
    }

    private static void addNode(Properties settings, Path folder, String host, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put(
                "listeners",
                "PLAINTEXT://" + (host.equals(HOST) ? HOST : EVERY_ADDRESS) + ":" + port + "," + CONTROLLER_LISTENER
                        + "://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        // After a sudden death the old registration blocks the new one until it runs out; the default is 9 s.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
    }

    private static void addSingleCopies(Properties settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void addSmallSizes(Properties settings) {
        settings.put("message.max.bytes", Integer.toString(Broker.MAX_RECORD_BYTES));
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("group.coordinator.threads", "1");
        settings.put("group.coordinator.background.threads", "1");
        // No topic of ours is compacted; the cleaner would hold 128 MB.
        settings.put("log.cleaner.enable", "false");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("metadata.log.segment.bytes", "16777216");
        settings.put("metadata.max.idle.interval.ms", "5000");
        settings.put("metric.reporters", "");
    }
}
