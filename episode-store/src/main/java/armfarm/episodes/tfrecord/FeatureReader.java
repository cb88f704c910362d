package armfarm.episodes.tfrecord;

import armfarm.episodes.imports.UnusableRecord;
import armfarm.episodes.tfrecord.wire.Feature;
import armfarm.messages.Pose;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Features of one record by name, each with its kind and shape checked, and which nobody asked for. Confined to one thread. */
final class FeatureReader {
    private final Map<String, Feature> features;
    private final Set<String> asked = new HashSet<>();

    FeatureReader(Map<String, Feature> features) {
        this.features = features;
    }

    /** Whether it is there and not empty: writers leave an empty list where a value is missing. Does not count as asked for. */
    boolean has(String name) {
        Feature feature = features.get(name);
        return feature != null
                && switch (feature.getKindCase()) {
                    case BYTES_LIST ->
                        feature.getBytesList().getValueList().stream().anyMatch(value -> !value.isEmpty());
                    case FLOAT_LIST -> feature.getFloatList().getValueCount() > 0;
                    case INT64_LIST -> feature.getInt64List().getValueCount() > 0;
                    case KIND_NOT_SET -> false;
                };
    }

    /** One value of bytes; empty if it is missing or has no bytes. */
    Optional<byte[]> bytes(String name) throws UnusableRecord {
        asked.add(name);
        if (!has(name)) {
            return Optional.empty();
        }
        Feature feature = features.get(name);
        if (!feature.hasBytesList() || feature.getBytesList().getValueCount() != 1) {
            throw new UnusableRecord(name + " holds " + describe(feature) + ", expected bytes [1]");
        }
        return Optional.of(feature.getBytesList().getValue(0).toByteArray());
    }

    Optional<String> text(String name) throws UnusableRecord {
        return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** So many finite numbers; empty if it is missing or has none. */
    Optional<double[]> floats(String name, int count) throws UnusableRecord {
        asked.add(name);
        if (!has(name)) {
            return Optional.empty();
        }
        Feature feature = features.get(name);
        if (!feature.hasFloatList() || feature.getFloatList().getValueCount() != count) {
            throw new UnusableRecord(name + " holds " + describe(feature) + ", expected float [" + count + "]");
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = feature.getFloatList().getValue(i);
            if (!Double.isFinite(values[i])) {
                throw new UnusableRecord(name + " holds a number that is not finite");
            }
        }
        return Optional.of(values);
    }

    Optional<Double> number(String name) throws UnusableRecord {
        return floats(name, 1).map(values -> values[0]);
    }

    /** x y z in metres, then a unit quaternion x y z w; empty if it is missing. */
    Optional<Pose> pose(String name) throws UnusableRecord {
        Optional<double[]> values = floats(name, 7);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] v = values.get();
        try {
            return Optional.of(new Pose(v[0], v[1], v[2], v[3], v[4], v[5], v[6]));
        } catch (IllegalArgumentException e) {
            UnusableRecord reason =
                    new UnusableRecord(name + " is no pose, expected x y z in metres and a unit quaternion x y z w");
            reason.initCause(e);
            throw reason;
        }
    }

    static UnusableRecord missing(String name, String expected) {
        return new UnusableRecord(name + " is missing, expected " + expected);
    }

    /** Names of features that are there and that nobody asked for, with N for numbers between slashes. */
    Set<String> unread() {
        Set<String> names = new TreeSet<>();
        for (String name : features.keySet()) {
            if (!asked.contains(name) && has(name)) {
                names.add(name.replaceAll("(?<=/)[0-9]+(?=/)", "N"));
            }
        }
        return names;
    }

    private static String describe(Feature feature) {
        return switch (feature.getKindCase()) {
            case BYTES_LIST -> "bytes [" + feature.getBytesList().getValueCount() + "]";
            case FLOAT_LIST -> "float [" + feature.getFloatList().getValueCount() + "]";
            case INT64_LIST -> "int64 [" + feature.getInt64List().getValueCount() + "]";
            case KIND_NOT_SET -> "nothing";
        };
    }
}
