package armfarm.cli;

import armfarm.episodes.SourceAttempts;
import armfarm.episodes.TrainingSources;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What a store has of each source, and how much of it a farm's trainer draws, as text and as JSON. Immutable. */
record SourcesText(List<SourceAttempts> sources, TrainingSources chosen) {
    private Optional<String> choice(SourceAttempts source) {
        return chosen.choice(source.source());
    }

    /** Of all draws, 0..1: the choice's share, by attempts among its sources. */
    private double share(SourceAttempts source) {
        if (choice(source).isEmpty() || source.trainable() == 0) {
            return 0;
        }
        String choice = choice(source).get();
        double weights = chosen.taken().stream()
                .filter(taken -> trainable(taken) > 0)
                .mapToDouble(taken -> chosen.weights().get(taken))
                .sum();
        return chosen.weights().get(choice) / weights * source.trainable() / trainable(choice);
    }

    private long trainable(String choice) {
        return sum(source -> choice(source).filter(choice::equals).isPresent() ? source.trainable() : 0);
    }

    private long sum(ToLongFunction<SourceAttempts> number) {
        return sources.stream().mapToLong(number).sum();
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d attempts are trained on (learning.sources: %s); where all come from:%n",
                sum(source -> choice(source).isPresent() ? source.trainable() : 0),
                weights());
        for (SourceAttempts source : sources) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s %,10d attempts, %,10d can be trained on, %s%s%n",
                    source.source(),
                    source.attempts(),
                    source.trainable(),
                    choice(source)
                            .map(choice -> String.format(
                                    Locale.ROOT, "%.1f %% of the draws, as '%s'", 100 * share(source), choice))
                            .orElse("not chosen"),
                    reasons(source));
        }
    }

    private String weights() {
        return chosen.weights().entrySet().stream()
                .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) ? String.format(Locale.ROOT, "%.0f", weight) : Double.toString(weight);
    }

    private static String reasons(SourceAttempts source) {
        return source.notTrainable().isEmpty()
                ? ""
                : source.notTrainable().entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", ", "; cannot: ", ""));
    }

    /** Adds {@code sources} and {@code learning_sources}. */
    void addTo(ObjectNode json) {
        ArrayNode list = json.putArray("sources");
        for (SourceAttempts source : sources) {
            ObjectNode entry = list.addObject();
            entry.put("source", source.source().name());
            entry.put("attempts", source.attempts());
            entry.put("trainable", source.trainable());
            entry.put("successes", source.successes());
            entry.set("not_trainable", Json.tree(source.notTrainable()));
            entry.put("chosen_as", choice(source).orElse(null));
            entry.put("share_of_draws", share(source));
        }
        json.set("learning_sources", Json.tree(chosen.weights()));
    }
}
