package armfarm.policy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Kind and size of the search for a grasp: with them, seed, image and weights a choice can be made again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = SearchConfig.KIND)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EliteSearchConfig.class, name = EliteSearchConfig.KIND_NAME),
    @JsonSubTypes.Type(value = CemConfig.class, name = CemConfig.KIND_NAME)
})
public sealed interface SearchConfig permits EliteSearchConfig, CemConfig {
    /** Key of the kind in what is recorded. */
    String KIND = "kind";

    /** The search of this kind and size. */
    GraspSearch newSearch();
}
