package armfarm.ingest.broker;

import armfarm.messages.FarmException;
import java.util.Optional;

/** A Kafka broker to send to and read from. Thread-safe. */
public interface Broker extends AutoCloseable {
    /** Largest record the farm sends, key and headers included; the broker and every client use this limit. */
    int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    /** host:port, separated by commas if there are several. */
    String bootstrapServers();

    /** Why the broker died by itself, for example on a full disk; empty while it lives. Never blocks. */
    Optional<FarmException> fault();

    /** Stops a broker of our own, in bounded time; idempotent. */
    @Override
    void close();
}
