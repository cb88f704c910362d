package armfarm.messages.board;

/**
 * The right to be the only process of its kind, bound to a connection to the database: it ends with the process, however that
 * ends. Thread-safe.
 */
public interface ProcessLock extends AutoCloseable {
    /** What is known about the right. */
    enum State {
        /** It is ours. */
        HELD,
        /** Another process has it. */
        TAKEN,
        /** The database does not answer: if it was ours, nobody else can have noticed that yet. */
        UNREACHABLE
    }

    /** Takes the right, or makes sure that it is still ours and takes it again if the connection broke. Blocks for seconds at most. */
    State check();

    /** Gives the right back. Idempotent. */
    @Override
    void close();
}
