package armfarm.episodes;

/** Number of a frozen training set. */
public record TrainingSetId(long value) {}
