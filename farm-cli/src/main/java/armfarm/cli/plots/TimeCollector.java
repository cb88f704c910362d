package armfarm.cli.plots;

import armfarm.cli.plots.JudgedAttempt.Policy;
import armfarm.cli.plots.TimeData.Curve;
import armfarm.cli.plots.TimeData.ModelStart;
import armfarm.cli.plots.TimeData.Point;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Success over time. Each policy's attempts are cut into windows of the same number, so that all points of all curves are as
 * sure. Two bits an attempt are kept.
 */
final class TimeCollector implements Collector {
    /** At most so many windows of all attempts together. */
    private static final int MAX_WINDOWS = 40;

    private static final int[] NICE = {10, 25, 50};

    private final BitSet byModel = new BitSet();
    private final BitSet successes = new BitSet();
    private final Map<String, Integer> models = new LinkedHashMap<>();
    private int attempts;

    @Override
    public void add(JudgedAttempt attempt) {
        if (!attempt.isPractice()) {
            return;
        }
        boolean model = attempt.policy() == Policy.MODEL;
        byModel.set(attempts, model);
        successes.set(attempts, attempt.success());
        attempts++;
        if (model) {
            models.putIfAbsent(attempt.model(), attempts);
        }
    }

    @Override
    public TimeData data() {
        int window = window(attempts);
        List<Curve> curves = new ArrayList<>();
        for (Policy policy : List.of(Policy.MODEL, Policy.RANDOM)) {
            int[] numbers = IntStream.range(0, attempts)
                    .filter(i -> byModel.get(i) == (policy == Policy.MODEL))
                    .toArray();
            if (numbers.length > 0) {
                curves.add(new Curve(policy.label(), rate(numbers, 0, numbers.length), points(numbers, window)));
            }
        }
        return new TimeData(
                attempts,
                window,
                curves,
                models.entrySet().stream()
                        .map(start -> new ModelStart(start.getKey(), start.getValue()))
                        .toList());
    }

    /** A last window that is not half full belongs to the one before. */
    private List<Point> points(int[] numbers, int window) {
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < numbers.length; ) {
            int to = numbers.length - from < window + (window + 1) / 2 ? numbers.length : from + window;
            points.add(new Point(numbers[from] + 1, numbers[to - 1] + 1, rate(numbers, from, to)));
            from = to;
        }
        return points;
    }

    private PlottedRate rate(int[] numbers, int from, int to) {
        long held =
                IntStream.range(from, to).filter(i -> successes.get(numbers[i])).count();
        return PlottedRate.of(held, (long) to - from);
    }

    /** 10, 25, 50, 100, 250, ... */
    static int window(int attempts) {
        for (long factor = 1; ; factor *= 10) {
            for (int nice : NICE) {
                if (nice * factor * MAX_WINDOWS >= attempts) {
                    return Math.toIntExact(nice * factor);
                }
            }
        }
    }
}
