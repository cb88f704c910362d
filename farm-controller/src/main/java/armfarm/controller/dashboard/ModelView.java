package armfarm.controller.dashboard;

import java.util.OptionalDouble;

/**
 * One trained model.
 *
 * @param state candidate, shadow, canary, fleet, retired or refused
 * @param reason why it is in that state
 * @param trainedOnAttempts size of its training snapshot
 * @param validationAuc area under the ROC curve on the validation split, 0..1
 * @param success of the attempts it decided, on training objects
 * @param prediction what it predicted of those
 */
public record ModelView(
        String version,
        String state,
        String reason,
        long trainedOnAttempts,
        OptionalDouble validationAuc,
        RateView success,
        PredictionView prediction) {}
