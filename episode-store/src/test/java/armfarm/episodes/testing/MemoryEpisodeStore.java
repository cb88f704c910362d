package armfarm.episodes.testing;

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
import java.time.InstantSource;

/**
 * A store that is gone when it is not used any more. It keeps the contract of {@link EpisodeStore}, but answers no questions that are
 * asked as text (filters and SQL), and has no images on a disk that could be purged. Thread-safe.
 */
public final class MemoryEpisodeStore implements EpisodeStore {
    private final MemoryStream stream;
    private final Episodes episodes;
    private final Statistics statistics;
    private final Curation curation;
    private final MemorySnapshots snapshots;
    private final MemoryTrainingSets trainingSets;
    private final MemoryModels models;
    private final RejectedRecords rejectedRecords;

    public MemoryEpisodeStore(InstantSource clock) {
        MemoryRows rows = new MemoryRows();
        MemoryRejectedRecords rejections = new MemoryRejectedRecords(rows, clock);
        rejectedRecords = rejections;
        stream = new MemoryStream(rows, rejections, clock);
        episodes = new MemoryEpisodes(rows);
        models = new MemoryModels();
        statistics = new MemoryStatistics(rows, rejections, models);
        curation = new MemoryCuration(rows, clock);
        trainingSets = new MemoryTrainingSets(rows, clock);
        snapshots = new MemorySnapshots(rows, models, trainingSets, clock);
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

    /** @throws UnsupportedOperationException always */
    @Override
    public DataQueries queries() {
        throw new UnsupportedOperationException("The store in memory answers no questions that are asked as text");
    }

    @Override
    public void close() {}
}
