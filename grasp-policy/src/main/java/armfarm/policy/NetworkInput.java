package armfarm.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a network looks at. */
public enum NetworkInput {
    /** The colour image alone. */
    RGB,
    /** The colour image and a map of heights made of the depth image: see {@link HeightSpec}. */
    RGBD;

    /** As {@code learning.input} and people write it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean needsDepth() {
        return this == RGBD;
    }
}
