package armfarm.policy.training;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a training began with besides its settings and its training set: with all three it can be made again.
 *
 * @param seed of initial weights, draws, variants and dropout
 * @param wentOnFrom version of the model whose weights it went on from; null if they began anew
 * @param practice how the arms practised then: search, exploration and scenes, as a JSON object
 */
public record TrainingRun(long seed, String wentOnFrom, JsonNode practice) {
    public TrainingRun {
        practice = practice == null || practice.isNull() ? null : practice;
    }
}
