package armfarm.episodes.postgres;

import armfarm.messages.supervision.Supervision;
import java.util.Optional;
import javax.sql.DataSource;

/** A PostgreSQL database that keeps what it acknowledged, whoever runs it. Thread-safe. */
public interface Database extends AutoCloseable {
    /** A small pool of connections. */
    DataSource dataSource();

    /** Where the database is, without the password, for messages. */
    String location();

    /** What looks after a server that this object started, and how it is; nothing if somebody else runs it. */
    default Optional<Supervision> loops() {
        return Optional.empty();
    }

    /** Closes the connections and, if this object started a server, stops it. Idempotent, at most 20 s. */
    @Override
    void close();
}
