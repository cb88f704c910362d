package armfarm.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a network looks at. */
public enum NetworkInput {
    /** The colour image alone. */
    RGB,
    /** The colour image and a map of heights made of the depth image: see {@link HeightSpec}. */
    RGBD;

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean needsDepth() {
        return this == RGBD;
    }

    /** Which one is written so; empty for none. */
    public static Optional<NetworkInput> of(String word) {
        return Arrays.stream(values())
                .filter(input -> input.word().equals(word))
                .findFirst();
    }

    /** What can be written. */
    public static List<String> words() {
        return Arrays.stream(values()).map(NetworkInput::word).toList();
    }
}
