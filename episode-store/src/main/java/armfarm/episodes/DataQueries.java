package armfarm.episodes;

import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.CauseTable;
import armfarm.episodes.query.DataInfo;
import armfarm.episodes.query.ObjectStorage;
import armfarm.episodes.query.TableSink;
import java.time.Duration;
import java.util.Optional;

/** Asks the store without being able to change it. Thread-safe. */
public interface DataQueries {
    /**
     * Attempts that fit.
     *
     * @return rows given to the sink
     * @throws armfarm.messages.FarmException (CONFIG) if a column is not known; (RESOURCE) if it took longer than the timeout
     */
    long attempts(AttemptQuery query, Duration timeout, TableSink sink);

    /** How many attempts fit. */
    long count(AttemptFilter filter, Duration timeout);

    /** How attempts that fit ended, against how their models thought that they would. */
    CauseTable causes(AttemptFilter filter, Duration timeout);

    /**
     * One SELECT of the caller's own on the documented views, by a role that can read those and nothing else.
     *
     * @param limit at most so many rows; 0 for all
     * @return rows given to the sink
     * @throws armfarm.messages.FarmException (CONFIG) if it is not one SELECT or PostgreSQL does not accept it; (RESOURCE) if it
     *     took longer than the timeout
     */
    long sql(String sql, long limit, Duration timeout, TableSink sink);

    /** What is in the store, in numbers. */
    DataInfo info();

    /** Where complete shards go, and how far they have come; empty if they stay in the folder. */
    Optional<ObjectStorage> objectStorage();
}
