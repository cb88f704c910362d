package armfarm.policy.training;

import java.util.List;

/**
 * A frozen choice of stored attempts. Immutable.
 *
 * @param id name of the snapshot
 * @param sha256Hex hash over its attempts and labels
 * @param training attempts to learn from
 * @param validation attempts only to measure on
 */
public record TrainingSet(String id, String sha256Hex, List<LabeledAttempt> training, List<LabeledAttempt> validation) {
    public TrainingSet {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }
}
