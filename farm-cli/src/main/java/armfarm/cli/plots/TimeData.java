package armfarm.cli.plots;

import java.util.List;

/**
 * Success over time: practice attempts numbered from 1 in the order of their start.
 *
 * @param attempts judged ones in practice
 * @param windowAttempts attempts behind a point, except a curve's last
 */
public record TimeData(long attempts, int windowAttempts, List<Curve> curves, List<ModelStart> models)
        implements PlotData {
    public TimeData {
        curves = List.copyOf(curves);
        models = List.copyOf(models);
    }

    /**
     * One policy's success.
     *
     * @param all all its attempts together
     * @param points oldest first
     */
    public record Curve(String policy, PlottedRate all, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /** Consecutive attempts of one policy, from the number of the first to that of the last. */
    public record Point(int first, int last, PlottedRate success) {}

    /** The first choice by a model. */
    public record ModelStart(String model, int attempt) {}
}
