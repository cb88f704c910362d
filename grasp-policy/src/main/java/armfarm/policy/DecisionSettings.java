package armfarm.policy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a choice depended on besides image, seed, failed grasps and the model: recorded with it, so that it can be made again when
 * defaults have changed. Immutable.
 *
 * @param search null for a random choice; without a kind, as before kinds were kept, it is {@link EliteSearch}, which was the only one
 * @param repeatPenalty null for a random choice
 * @param space where grasps were chosen from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionSettings(SearchConfig search, RepeatPenaltyConfig repeatPenalty, GraspSpace space) {
    /** Of a draw from the space. */
    public static DecisionSettings random(GraspSpace space) {
        return new DecisionSettings(null, null, space);
    }

    /** As it is recorded; numbers keep every bit. */
    public String toJson() {
        return PolicyJson.line(this);
    }

    /** @throws FarmException (DATA) if it is not what this software writes */
    public static DecisionSettings parse(String json) {
        try {
            DecisionSettings settings = PolicyJson.read(withKind(PolicyJson.parse(json)), DecisionSettings.class);
            if (settings == null || settings.space() == null) {
                throw new FarmException(ErrorCode.DATA, "Settings of a decision: found " + json + ", expected a space");
            }
            return settings;
        } catch (JsonProcessingException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Settings of a decision are not what this software knows: " + e.getOriginalMessage() + " in " + json
                            + "; use the Armfarm that recorded them",
                    e);
        }
    }

    private static JsonNode withKind(JsonNode settings) {
        if (settings.path("search") instanceof ObjectNode search && !search.has(SearchConfig.KIND)) {
            search.put(SearchConfig.KIND, EliteSearchConfig.KIND_NAME);
        }
        return settings;
    }
}
