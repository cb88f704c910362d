package armfarm.cli.night;

import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ingest.broker.ExternalBroker;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where the events of a farm can be read.
 *
 * @param hasEnded whether the farm is gone; asked often
 * @param own a broker that was started for this, for a farm that does not run: it holds what it will ever hold
 */
record RecordingSource(String bootstrapServers, String topic, BooleanSupplier hasEnded, Optional<AutoCloseable> own)
        implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /** Somebody else's Kafka, as a farm's configuration names it. */
    static RecordingSource ofConfiguration(Path file) {
        FarmConfig.ConnectionConfig connections = FarmConfig.read(file).connections();
        if (connections.kafkaBootstrapServers().isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Configuration " + file + " names no Kafka (kafka.bootstrap_servers): its farm has a broker of its"
                            + " own, which is found by the data folder; name that with --data");
        }
        return new RecordingSource(
                ExternalBroker.connect(connections.kafkaBootstrapServers(), CONNECT_TIMEOUT)
                        .bootstrapServers(),
                connections.kafkaTopic().isEmpty() ? Topics.ARM_EVENTS : connections.kafkaTopic(),
                () -> false,
                Optional.empty());
    }

    /**
     * The farm of the folder.
     *
     * @param fromStart also what a stopped farm's broker holds
     */
    static RecordingSource ofFolder(Path folder, boolean fromStart) {
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        if (owner.isPresent()) {
            return ofOwner(folder, owner.get());
        }
        if (!fromStart || !Files.exists(folder.resolve("kafka"))) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "No farm runs in " + folder.toAbsolutePath().normalize()
                            + "; start it with 'armfarm up', name its folder with --data or its Kafka with --config, or"
                            + " record with --from-start what a stopped farm's broker holds");
        }
        DataFolder stopped = DataFolder.open(folder);
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(stopped.kafka());
            return new RecordingSource(broker.bootstrapServers(), Topics.ARM_EVENTS, () -> true, Optional.of(() -> {
                broker.close();
                stopped.close();
            }));
        } catch (RuntimeException e) {
            stopped.close();
            throw e;
        }
    }

    private static RecordingSource ofOwner(Path folder, DataFolder.Owner owner) {
        if (owner.kafka() == null || owner.kafkaTopic() == null) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "The farm in " + folder.toAbsolutePath().normalize() + " (process " + owner.pid()
                            + ") is of an older version that does not say where its broker is; start it again");
        }
        return new RecordingSource(
                owner.kafka(),
                owner.kafkaTopic(),
                () -> DataFolder.runningOwner(folder)
                        .filter(now -> now.pid() == owner.pid())
                        .isEmpty(),
                Optional.empty());
    }

    @Override
    public void close() {
        if (own.isPresent()) {
            try {
                own.get().close();
            } catch (Exception e) {
                throw new FarmException(ErrorCode.RESOURCE, "The broker did not stop: " + e, e);
            }
        }
    }
}
