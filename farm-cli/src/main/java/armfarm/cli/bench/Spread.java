package armfarm.cli.bench;

import java.util.Collection;
import java.util.List;

/** Of several measured values. */
public record Spread(double median, double lowest) {
    /** @param values one or more */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0));
    }
}
