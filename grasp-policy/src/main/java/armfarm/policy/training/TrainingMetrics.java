package armfarm.policy.training;

import java.util.List;

/**
 * How a training went. The validation numbers are NaN without validation attempts (the AUC also with one class only).
 *
 * @param trainingExamples attempts learned from
 * @param validationExamples attempts measured on
 * @param beganAnewAt attempts of the round in which these weights began anew; 0 of models from before this was kept
 * @param draws examples drawn, with repetition
 * @param seconds wall time
 * @param trainLoss mean over the last quarter of the draws, smoothed labels, augmented: cross-entropy of the success, and of the
 *     auxiliary outputs with their weight, so that models with other outputs do not compare by it
 * @param validationLoss mean cross-entropy
 * @param validationAuc area under the ROC curve
 * @param predictedMinusAchieved mean predicted minus achieved success: above 0 is over-confident
 * @param sources the same by source; empty in files from before it was kept
 * @param run what it began with; null in files from before it was kept
 */
public record TrainingMetrics(
        int trainingExamples,
        int validationExamples,
        long beganAnewAt,
        int draws,
        double seconds,
        double trainLoss,
        double validationLoss,
        double validationAuc,
        double predictedMinusAchieved,
        List<SourceMetrics> sources,
        TrainingRun run) {
    public TrainingMetrics {
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /** The same of a training that began so. */
    public TrainingMetrics of(TrainingRun begun) {
        return new TrainingMetrics(
                trainingExamples,
                validationExamples,
                beganAnewAt,
                draws,
                seconds,
                trainLoss,
                validationLoss,
                validationAuc,
                predictedMinusAchieved,
                sources,
                begun);
    }
}
