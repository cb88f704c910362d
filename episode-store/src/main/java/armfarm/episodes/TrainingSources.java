package armfarm.episodes;

import armfarm.messages.AttemptSource;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which sources are trained on, and how much of what is drawn comes from each. A choice is a source ({@code gazebo},
 * {@code imported:lab_2016}) or a group: {@code own} is all practice of the arms of farms, {@code imported} all data sets,
 * {@code bag} all bags of others. An attempt belongs to the choice that names its source, else to its group's. Immutable.
 *
 * @param weights by choice, 0 or more and at least one above 0; 0 leaves the choice out, also of its group
 * @param box where the grasps of imports must be: a network is fed positions in the grasp space, so those of another bin or table mean
 *     nothing to it; empty: anywhere
 * @param needsDepth whether only attempts whose first image has depth are taken
 */
public record TrainingSources(SortedMap<String, Double> weights, Optional<Box> box, boolean needsDepth) {
    /** All practice of the arms of farms, whatever runs them. */
    public static final String OWN_GROUP = "own";

    /** What a choice can be besides a source with a name. */
    public static final List<String> WORDS =
            List.of(OWN_GROUP, "embedded", "gazebo", "ros", AttemptSource.IMPORTED_KIND, AttemptSource.BAG_KIND);

    /** What is taken where nothing else is said. */
    public static final TrainingSources OWN =
            new TrainingSources(new TreeMap<>(Map.of(OWN_GROUP, 1.0)), Optional.empty(), false);

    /** More than anybody needs to tell apart; the trainer numbers them in a byte. */
    public static final int MAX_CHOICES = 32;

    /** A weight beyond it is a mistake in writing. */
    public static final double MAX_WEIGHT = 1e6;

    private static final String WITH_DEPTH = " with depth";
    private static final Set<String> IMPORT_KINDS = Set.of(AttemptSource.IMPORTED_KIND, AttemptSource.BAG_KIND);
    private static final Pattern NAMED = Pattern.compile("(imported|bag):[A-Za-z0-9_.-]{1,64}");

    /** Where grasps may be, in metres in the base frame, the bounds included. */
    public record Box(
            double minXMeters,
            double maxXMeters,
            double minYMeters,
            double maxYMeters,
            double minZMeters,
            double maxZMeters) {}

    public TrainingSources {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        problem(weights).ifPresent(problem -> {
            throw new FarmException(ErrorCode.CONFIG, "Sources " + problem);
        });
    }

    /** These weights, wherever the grasps are. */
    public static TrainingSources of(Map<String, Double> weights) {
        return new TrainingSources(new TreeMap<>(weights), Optional.empty(), false);
    }

    /** What is wrong with such weights, for a person; empty if nothing is. */
    public static Optional<String> problem(Map<String, Double> weights) {
        for (Map.Entry<String, Double> entry : weights.entrySet()) {
            if (!WORDS.contains(entry.getKey())
                    && !NAMED.matcher(entry.getKey()).matches()) {
                return Optional.of("name '" + entry.getKey() + "', expected some of " + String.join(", ", WORDS)
                        + ", imported:NAME and bag:NAME");
            }
            if (!(entry.getValue() >= 0 && entry.getValue() <= MAX_WEIGHT)) {
                return Optional.of(
                        "have weight " + entry.getValue() + " for " + entry.getKey() + ", expected 0 to 1000000");
            }
        }
        if (weights.size() > MAX_CHOICES) {
            return Optional.of("are " + weights.size() + ", expected " + MAX_CHOICES + " at most");
        }
        return weights.values().stream().anyMatch(weight -> weight > 0)
                ? Optional.empty()
                : Optional.of("have no weight above 0, expected one at least");
    }

    /** The same for grasps of imports in this box only. */
    public TrainingSources within(Box bounds) {
        return new TrainingSources(weights, Optional.of(bounds), needsDepth);
    }

    /** The same of attempts with depth only. */
    public TrainingSources withDepthOnly() {
        return new TrainingSources(weights, box, true);
    }

    /** Whether it takes only what a farm's arms made, all alike. */
    public boolean isOwnOnly() {
        return weights.equals(OWN.weights);
    }

    /** Whether nothing is chosen: what a farm's arms made, with depth or without. */
    public boolean isPlain() {
        return isOwnOnly() && !needsDepth;
    }

    /** The group of a source. */
    public static String group(AttemptSource source) {
        return IMPORT_KINDS.contains(source.kind()) ? source.kind() : OWN_GROUP;
    }

    /** The choice that an attempt of this source belongs to; empty if it is not taken. */
    public Optional<String> choice(AttemptSource source) {
        String choice = weights.containsKey(source.name()) ? source.name() : group(source);
        return weights.getOrDefault(choice, 0.0) > 0 ? Optional.of(choice) : Optional.empty();
    }

    /** Choices with a weight above 0, in a fixed order. */
    public List<String> taken() {
        return weights.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Choices with weight 0. */
    public List<String> left() {
        return weights.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All of it in one line: the same text for the same sources, and {@link #parse} gives them back. */
    @Override
    public String toString() {
        String text = weights.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        return text
                + box.map(b -> " within " + b.minXMeters() + " " + b.maxXMeters() + " " + b.minYMeters() + " "
                                + b.maxYMeters() + " " + b.minZMeters() + " " + b.maxZMeters())
                        .orElse("")
                + (needsDepth ? WITH_DEPTH : "");
    }

    /** @throws FarmException (DATA) for what {@link #toString} has not written */
    public static TrainingSources parse(String text) {
        try {
            boolean withDepth = text.endsWith(WITH_DEPTH);
            String rest = withDepth ? text.substring(0, text.length() - WITH_DEPTH.length()) : text;
            String[] parts = rest.split(" within ", -1);
            SortedMap<String, Double> weights = new TreeMap<>();
            for (String entry : parts[0].split(" ", -1)) {
                int equals = entry.lastIndexOf('=');
                weights.put(entry.substring(0, equals), Double.valueOf(entry.substring(equals + 1)));
            }
            return new TrainingSources(
                    weights, parts.length == 1 ? Optional.empty() : Optional.of(box(parts[1])), withDepth);
        } catch (RuntimeException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Sources '" + text + "' cannot be read (" + e + "); expected for example 'imported=0.5 own=1.0'",
                    e);
        }
    }

    private static Box box(String text) {
        double[] bounds = Pattern.compile(" ")
                .splitAsStream(text)
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Box(bounds[0], bounds[1], bounds[2], bounds[3], bounds[4], bounds[5]);
    }
}
