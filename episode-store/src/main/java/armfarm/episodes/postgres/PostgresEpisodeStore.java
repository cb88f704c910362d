package armfarm.episodes.postgres;

import armfarm.episodes.Curation;
import armfarm.episodes.DataQueries;
import armfarm.episodes.DeadLetters;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.SplitRule;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.SuccessByPolicy;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.StreamPosition;
import armfarm.messages.SuccessRate;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Rows in PostgreSQL, images in tar shards. The database is the caller's to close, after the store. */
public final class PostgresEpisodeStore implements EpisodeStore {
    private final DataSource dataSource;
    private final InstantSource clock;
    private final Optional<BatchWriter> writer;
    private final ImageReader images;
    private final AttemptReader attempts;
    private final Statistics statistics;
    private final TrainingSets trainingSets;
    private final ModelRows models;
    private final Snapshots snapshots;
    private final DataQueries queries;
    private final Curation curation;
    private final DeadLetters deadLetters;

    private PostgresEpisodeStore(
            Database database, ShardStorage storage, InstantSource clock, Optional<BatchWriter> writer) {
        this.dataSource = database.dataSource();
        this.clock = clock;
        this.writer = writer;
        images = new ImageReader(dataSource, storage);
        attempts = new AttemptReader(dataSource, images);
        statistics = new Statistics(dataSource);
        trainingSets = new TrainingSets(dataSource);
        models = new ModelRows(dataSource);
        snapshots = new Snapshots(dataSource);
        queries = new ReadOnlyQueries(dataSource);
        Purge purge = new Purge(dataSource, storage, clock, step -> {});
        boolean alone = writer.filter(BatchWriter::isAlone).isPresent();
        curation = new AttemptCuration(dataSource, clock, purge, alone);
        deadLetters = new DeadLetterRows(dataSource, clock);
    }

    /**
     * Opens the store for writing: brings the schema up to date, takes the database's writer lock and cuts off what a
     * crash left in the shards.
     *
     * @throws FarmException if the data is of a newer version, another farm is writing, or stored images are missing
     */
    public static PostgresEpisodeStore open(Database database, ShardStorage storage, InstantSource clock) {
        return open(database, storage, clock, () -> {});
    }

    /** As above, with all shards in the folder. */
    public static PostgresEpisodeStore open(Database database, Path shardFolder, InstantSource clock) {
        return open(database, ShardStorage.local(shardFolder), clock);
    }

    /**
     * As above, with the place where a fault can be made on purpose.
     *
     * @param beforeCommit called for each batch when its images are on disk and its rows are not committed; what it throws makes
     *     the append fail
     */
    public static PostgresEpisodeStore open(
            Database database, ShardStorage storage, InstantSource clock, Runnable beforeCommit) {
        return open(database, storage, clock, Optional.empty(), beforeCommit);
    }

    private static PostgresEpisodeStore open(
            Database database,
            ShardStorage storage,
            InstantSource clock,
            Optional<String> name,
            Runnable beforeCommit) {
        Migrations.migrate(database);
        BatchWriter writer = new BatchWriter(
                database.dataSource(), storage.folder(), storage.rollBytes(), clock, name, beforeCommit);
        writer.open();
        return new PostgresEpisodeStore(database, storage, clock, Optional.of(writer));
    }

    /**
     * Opens the store for writing beside other stores of the same farm that are opened so: each appends to shards of its own in the
     * same folder, and goes on in one that a dead store left behind. {@link #append} takes batches that say what they
     * {@linkplain EpisodeBatch#continued continue}; purge and repair are refused meanwhile.
     *
     * @param name for people, of this process; shown with its shards
     * @throws FarmException if the data is of a newer version or a farm writes alone (CONFIG), or the folder is not that of the
     *     other stores (CONFIG)
     */
    public static PostgresEpisodeStore openShared(
            Database database, ShardStorage storage, InstantSource clock, String name) {
        return openShared(database, storage, clock, name, () -> {});
    }

    static PostgresEpisodeStore openShared(
            Database database, ShardStorage storage, InstantSource clock, String name, Runnable beforeCommit) {
        String unique = name + " " + UUID.randomUUID();
        return open(database, storage, clock, Optional.of(unique), beforeCommit);
    }

    static PostgresEpisodeStore open(
            Database database, Path shardFolder, InstantSource clock, long rollBytes, Runnable beforeCommit) {
        return open(database, new ShardStorage(shardFolder, rollBytes, Optional.empty(), 0), clock, beforeCommit);
    }

    /** Opens the store beside a running farm or on a stopped one; {@link #append} is refused. */
    public static PostgresEpisodeStore openForReading(Database database, ShardStorage storage, InstantSource clock) {
        Migrations.migrate(database);
        return new PostgresEpisodeStore(database, storage, clock, Optional.empty());
    }

    /** As above, with all shards in the folder. */
    public static PostgresEpisodeStore openForReading(Database database, Path shardFolder, InstantSource clock) {
        return openForReading(database, ShardStorage.local(shardFolder), clock);
    }

    @Override
    public void append(EpisodeBatch batch) {
        writer.orElseThrow(() -> new FarmException(ErrorCode.BUG, "This store is open for reading only"))
                .append(batch);
    }

    @Override
    public List<StreamPosition> positions(String topic) {
        return Sql.list(
                dataSource,
                "Cannot read the stream positions",
                "select partition, next_offset from stream_position where topic = ? order by partition",
                row -> new StreamPosition(topic, row.getInt("partition"), row.getLong("next_offset")),
                topic);
    }

    @Override
    public boolean isStored(AttemptId attempt) {
        return Sql.one(
                dataSource,
                "Cannot look up attempt " + attempt,
                "select exists (select from attempt where id = ?)",
                row -> row.getBoolean(1),
                attempt.uuid());
    }

    @Override
    public Optional<AttemptId> newestAttempt(ArmId arm) {
        return Sql.list(
                        dataSource,
                        "Cannot look up the newest attempt of " + arm,
                        "select id from attempt where arm = ? order by id desc limit 1",
                        row -> new AttemptId(row.getObject("id", UUID.class)),
                        arm.name())
                .stream()
                .findFirst();
    }

    @Override
    public List<AttemptId> attemptsStartingWith(String prefix, int limit) {
        return Sql.list(
                dataSource,
                "Cannot look up attempt " + prefix,
                "select id from attempt where starts_with(id::text, ?) order by id limit ?",
                row -> new AttemptId(row.getObject("id", UUID.class)),
                prefix.toLowerCase(Locale.ROOT),
                limit);
    }

    @Override
    public long lastAttemptNumber(ArmId arm) {
        return Sql.one(
                dataSource,
                "Cannot look up the last attempt of " + arm,
                "select coalesce(max(attempt_number), 0) from attempt where arm = ? and imported_from is null",
                row -> row.getLong(1),
                arm.name());
    }

    @Override
    public void addLabel(AttemptId attempt, OutcomeLabel label) {
        curation.addLabel(attempt, label, Optional.empty(), Optional.empty());
    }

    @Override
    public Curation curation() {
        return curation;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public FarmCounts counts() {
        return statistics.counts();
    }

    @Override
    public SuccessByPolicy successByPolicy() {
        return statistics.successByPolicy();
    }

    @Override
    public OptionalDouble labelAgreement() {
        return statistics.labelAgreement();
    }

    @Override
    public SuccessRate recentSuccess(ArmId arm, int lastAttempts) {
        return statistics.recentSuccess(arm, lastAttempts);
    }

    @Override
    public List<OutcomePoint> outcomes(long afterStoredSerial, int limit) {
        return statistics.outcomes(afterStoredSerial, limit);
    }

    @Override
    public Optional<GraspAttempt> attempt(AttemptId attempt) {
        return attempts.read(attempt);
    }

    @Override
    public List<StoredFrame> frames(AttemptId attempt) {
        return attempts.frames(attempt);
    }

    @Override
    public EncodedImage readImage(ImageRef image) {
        return new EncodedImage(EncodedImage.JPEG, images.read(image));
    }

    @Override
    public Snapshot createSnapshot(String name, AttemptFilter filter, SplitRule splits) {
        return snapshots.create(name, filter, splits, clock.instant());
    }

    @Override
    public Snapshot createSnapshot(String name, ModelVersion trained) {
        return snapshots.create(name, trained, clock.instant());
    }

    @Override
    public List<String> snapshotNames() {
        return snapshots.names();
    }

    @Override
    public Optional<Snapshot> snapshot(String name) {
        return snapshots.find(name);
    }

    @Override
    public List<SnapshotMember> snapshotMembers(String name, long afterOrdinal, int limit) {
        return snapshots.members(name, afterOrdinal, limit);
    }

    @Override
    public TrainingSet createTrainingSet(String name) {
        return trainingSets.create(name, clock.instant());
    }

    @Override
    public Optional<TrainingSet> trainingSet(TrainingSetId id) {
        return trainingSets.find(id);
    }

    @Override
    public void examples(TrainingSetId id, Consumer<TrainingExample> sink) {
        trainingSets.examples(id, sink);
    }

    @Override
    public DataQueries queries() {
        return queries;
    }

    @Override
    public void saveModel(ModelRecord model) {
        models.save(model);
    }

    @Override
    public List<ModelRecord> models() {
        return models.all();
    }

    @Override
    public void setModelState(ModelVersion version, ModelState state, String reason) {
        models.setState(version, state, reason, clock.instant());
    }

    @Override
    public void close() {
        writer.ifPresent(BatchWriter::close);
    }
}
