package armfarm.policy.training;

/**
 * How a training went with the attempts of one source. The validation numbers are NaN as in {@link TrainingMetrics}.
 *
 * @param source as {@code learning.sources} names it
 * @param weight of the source
 * @param trainingExamples attempts learned from
 * @param validationExamples attempts measured on
 * @param draws examples drawn, with repetition
 */
public record SourceMetrics(
        String source,
        double weight,
        int trainingExamples,
        int validationExamples,
        int draws,
        double validationLoss,
        double validationAuc,
        double predictedMinusAchieved) {}
