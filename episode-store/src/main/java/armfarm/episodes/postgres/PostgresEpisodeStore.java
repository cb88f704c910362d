package armfarm.episodes.postgres;

import armfarm.episodes.Curation;
import armfarm.episodes.DataQueries;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Episodes;
import armfarm.episodes.ModelRecords;
import armfarm.episodes.RejectedRecords;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Statistics;
import armfarm.episodes.StoredStream;
import armfarm.episodes.TrainingSets;
import armfarm.episodes.shard.ShardStorage;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/** Rows in PostgreSQL, images in tar shards. The database is the caller's to close, after the store. */
public final class PostgresEpisodeStore implements EpisodeStore {
    private final Optional<BatchWriter> writer;
    private final StoredStream stream;
    private final Episodes episodes;
    private final Statistics statistics;
    private final Curation curation;
    private final Snapshots snapshots;
    private final TrainingSets trainingSets;
    private final ModelRecords models;
    private final RejectedRecords rejectedRecords;
    private final DataQueries queries;

    private PostgresEpisodeStore(
            Database database, ShardStorage storage, InstantSource clock, Optional<BatchWriter> writer) {
        DataSource dataSource = database.dataSource();
        this.writer = writer;
        stream = new PostgresStream(dataSource, writer);
        episodes = new PostgresEpisodes(dataSource, new ImageReader(dataSource, storage));
        statistics = new PostgresStatistics(dataSource);
        Purge purge = new Purge(dataSource, storage, clock, step -> {});
        boolean alone = writer.filter(BatchWriter::isAlone).isPresent();
        curation = new AttemptCuration(dataSource, clock, purge, alone);
        snapshots = new PostgresSnapshots(dataSource, clock);
        trainingSets = new PostgresTrainingSets(dataSource, clock);
        models = new ModelRows(dataSource, clock);
        rejectedRecords = new RejectedRecordRows(dataSource, clock);
        queries = new ReadOnlyQueries(dataSource, snapshots);
    }

    /**
     * Opens the store. Brings the schema up to date and, for writing, takes the database's writer lock and cuts off what a crash left
     * in the shards.
     *
     * @throws armfarm.messages.FarmException if the data is of a newer version (CONFIG, DATA), another farm is writing or the folder is
     *     not that of the other stores (CONFIG), or stored images are missing (DATA)
     */
    public static PostgresEpisodeStore open(
            Database database, ShardStorage storage, InstantSource clock, WriteAccess access) {
        Migrations.migrate(database);
        Optional<BatchWriter> writer = access.kind() == WriteAccess.Kind.NONE
                ? Optional.empty()
                : Optional.of(new BatchWriter(
                        database.dataSource(),
                        storage.folder(),
                        storage.rollBytes(),
                        clock,
                        access.name(),
                        access.beforeCommit()));
        writer.ifPresent(BatchWriter::open);
        return new PostgresEpisodeStore(database, storage, clock, writer);
    }

    @Override
    public StoredStream stream() {
        return stream;
    }

    @Override
    public Episodes episodes() {
        return episodes;
    }

    @Override
    public Statistics statistics() {
        return statistics;
    }

    @Override
    public Curation curation() {
        return curation;
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public TrainingSets trainingSets() {
        return trainingSets;
    }

    @Override
    public ModelRecords models() {
        return models;
    }

    @Override
    public RejectedRecords rejectedRecords() {
        return rejectedRecords;
    }

    @Override
    public DataQueries queries() {
        return queries;
    }

    @Override
    public void close() {
        writer.ifPresent(BatchWriter::close);
    }
}
