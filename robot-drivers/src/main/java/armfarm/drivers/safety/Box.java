package armfarm.drivers.safety;

/** A box along the axes of the base frame, metres. Immutable. */
public record Box(
        double minXMeters,
        double maxXMeters,
        double minYMeters,
        double maxYMeters,
        double minZMeters,
        double maxZMeters) {
    public Box {
        if (!(minXMeters < maxXMeters && minYMeters < maxYMeters && minZMeters < maxZMeters)) {
            throw new IllegalArgumentException("box from " + minXMeters + " " + minYMeters + " " + minZMeters + " to "
                    + maxXMeters + " " + maxYMeters + " " + maxZMeters + ": each first number must be the smaller one");
        }
    }

    public boolean contains(double x, double y, double z) {
        return x >= minXMeters
                && x <= maxXMeters
                && y >= minYMeters
                && y <= maxYMeters
                && z >= minZMeters
                && z <= maxZMeters;
    }

    /** Whether the line between two points touches the box. */
    public boolean meets(double[] from, double[] to) {
        double[] least = {minXMeters, minYMeters, minZMeters};
        double[] most = {maxXMeters, maxYMeters, maxZMeters};
        double enter = 0;
        double leave = 1;
        for (int axis = 0; axis < 3; axis++) {
            double step = to[axis] - from[axis];
            if (step == 0) {
                if (from[axis] < least[axis] || from[axis] > most[axis]) {
                    return false;
                }
                continue;
            }
            double a = (least[axis] - from[axis]) / step;
            double b = (most[axis] - from[axis]) / step;
            enter = Math.max(enter, Math.min(a, b));
            leave = Math.min(leave, Math.max(a, b));
        }
        return enter <= leave;
    }

    @Override
    public String toString() {
        return "x " + minXMeters + " to " + maxXMeters + ", y " + minYMeters + " to " + maxYMeters + ", z " + minZMeters
                + " to " + maxZMeters + " m";
    }
}
