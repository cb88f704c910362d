package armfarm.policy.practice;

import armfarm.messages.ObjectSet;
import armfarm.messages.Purpose;
import java.util.OptionalLong;

/**
 * What kind of attempt an arm is to make next.
 *
 * @param freshSceneSeed put in new objects with this seed first; empty to go on with the bin as it is
 * @param random use the random policy whatever model is on the arms
 */
public record AttemptTask(Purpose purpose, ObjectSet objectSet, OptionalLong freshSceneSeed, boolean random) {
    /** An ordinary practice attempt. */
    public static final AttemptTask PRACTICE =
            new AttemptTask(Purpose.COLLECTION, ObjectSet.TRAINING, OptionalLong.empty(), false);

    /** A first grasp on held-out objects. */
    public static AttemptTask evaluate(long sceneSeed, boolean random) {
        return new AttemptTask(Purpose.EVALUATION, ObjectSet.HELD_OUT, OptionalLong.of(sceneSeed), random);
    }
}
