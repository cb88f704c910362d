package armfarm.messages;

import java.util.Objects;

/** Name of one trained model: round number and content hash, for example m0003-9f2c41aa. */
public record ModelVersion(String name) implements Comparable<ModelVersion> {
    public ModelVersion {
        Objects.requireNonNull(name);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model version needs a name");
        }
    }

    /** @param round training round, from 1; zero-padded so that names sort by age */
    public static ModelVersion of(int round, String sha256Hex) {
        return new ModelVersion(String.format("m%04d-%s", round, sha256Hex.substring(0, 8)));
    }

    @Override
    public int compareTo(ModelVersion other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
