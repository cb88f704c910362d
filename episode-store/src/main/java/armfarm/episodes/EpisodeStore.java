package armfarm.episodes;

/**
 * Every attempt of the farm, stored exactly once, with its images: the parts of one opened store. Whoever needs one of them names that
 * one. Thread-safe.
 */
public interface EpisodeStore extends AutoCloseable {
    /** Takes what comes. */
    StoredStream stream();

    /** What is there, to read. */
    Episodes episodes();

    Statistics statistics();

    /** Labels of people, exclusion and purge. */
    Curation curation();

    Snapshots snapshots();

    TrainingSets trainingSets();

    ModelRecords models();

    /** Records of the event stream that could not be used. */
    RejectedRecords rejectedRecords();

    /** Questions about what is stored. */
    DataQueries queries();

    @Override
    void close();
}
