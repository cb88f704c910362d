package armfarm.episodes.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The database's advisory locks by which writers keep out of each other's way. Those of a session end with its connection, whatever
 * becomes of the process.
 */
final class WriterLocks {
    /** "armfarm" in ASCII: shared by stores that write beside each other; whoever must be alone has it for itself. */
    static final long WRITER = 0x61726d6661726dL;

    /** Until the commit: who takes serial numbers. */
    private static final long SERIALS = WRITER + 1;
    /** Until the commit: who takes the number of a new shard. */
    private static final long SHARD_NUMBERS = WRITER + 2;
    /** Who uploads. */
    private static final long UPLOADS = WRITER + 3;
    /** First key of the lock of each shard; the second is its number. "arm" in ASCII. */
    private static final int SHARD = 0x61726d;

    /**
     * A process that stands still between two statements, or whose machine is gone, holds everybody up until the server ends its
     * session.
     */
    private static final String LIMITS = "select set_config('idle_in_transaction_session_timeout', '20s', true),"
            + " set_config('statement_timeout', '60s', true)";

    /** A machine that lost its power keeps no lock longer than that. */
    private static final String KEEPALIVE = "select set_config('tcp_keepalives_idle', '10', false),"
            + " set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)";

    private WriterLocks() {}

    /** Waits as long as the session's lock timeout says. @param alone nobody else may write meanwhile */
    static void lockWriter(Connection session, boolean alone) throws SQLException {
        if (alone) {
            call(session, "select pg_advisory_lock(?)", WRITER);
        } else {
            call(session, KEEPALIVE);
            call(session, "select pg_advisory_lock_shared(?)", WRITER);
        }
    }

    static void unlockWriter(Connection session, boolean alone) throws SQLException {
        call(session, alone ? "select pg_advisory_unlock(?)" : "select pg_advisory_unlock_shared(?)", WRITER);
    }

    /** For this transaction of a store that has others beside it. */
    static void limitTransaction(Connection connection) throws SQLException {
        call(connection, LIMITS);
    }

    /** Until the commit, so that numbers become visible in their order. */
    static void lockSerials(Connection connection) throws SQLException {
        call(connection, "select pg_advisory_xact_lock(?)", SERIALS);
    }

    /** Until the commit. */
    static void lockShardNumbers(Connection connection) throws SQLException {
        call(connection, "select pg_advisory_xact_lock(?)", SHARD_NUMBERS);
    }

    static boolean tryLockShard(Connection session, int number) throws SQLException {
        return ask(session, "select pg_try_advisory_lock(?, ?)", SHARD, number);
    }

    /** Waits as long as the session's lock timeout says. */
    static void lockShard(Connection session, int number) throws SQLException {
        call(session, "select pg_advisory_lock(?, ?)", SHARD, number);
    }

    static void unlockShard(Connection session, int number) throws SQLException {
        call(session, "select pg_advisory_unlock(?, ?)", SHARD, number);
    }

    static boolean tryLockWriter(Connection session) throws SQLException {
        return ask(session, "select pg_try_advisory_lock(?)", WRITER);
    }

    static boolean tryLockUploads(Connection session) throws SQLException {
        call(session, KEEPALIVE);
        return ask(session, "select pg_try_advisory_lock(?)", UPLOADS);
    }

    static void unlockUploads(Connection session) throws SQLException {
        call(session, "select pg_advisory_unlock(?)", UPLOADS);
    }

    private static boolean ask(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.list(connection, sql, row -> row.getBoolean(1), parameters).get(0);
    }

    private static void call(Connection connection, String sql, Object... parameters) throws SQLException {
        var unused = Sql.list(connection, sql, row -> "", parameters);
    }
}
