package armfarm.policy.training;

/**
 * A frozen choice of stored attempts.
 *
 * @param id name of the snapshot
 * @param sha256Hex hash over its attempts and labels
 * @param examples shows its attempts
 */
public record TrainingSet(String id, String sha256Hex, ExampleSource examples) {}
