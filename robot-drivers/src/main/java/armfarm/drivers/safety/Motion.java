package armfarm.drivers.safety;

import java.util.List;

/** A timed way through joint positions: what is about to be sent to an arm. Not changed after it is made. */
public final class Motion {
    private final List<double[]> postures;
    private final double[] seconds;

    /**
     * Makes a motion.
     *
     * @param postures joint positions after the present ones, base to tip
     * @param secondsFromStart when each is reached, increasing
     */
    public Motion(List<double[]> postures, double[] secondsFromStart) {
        if (postures.isEmpty() || postures.size() != secondsFromStart.length) {
            throw new IllegalArgumentException(
                    postures.size() + " joint positions with " + secondsFromStart.length + " times");
        }
        this.postures = List.copyOf(postures);
        this.seconds = secondsFromStart.clone();
    }

    public int size() {
        return seconds.length;
    }

    /** Must not be changed. */
    public double[] posture(int index) {
        return postures.get(index);
    }

    public double seconds(int index) {
        return seconds[index];
    }

    /** The same way, taking this many times as long. */
    public Motion slowed(double factor) {
        double[] slower = seconds.clone();
        for (int i = 0; i < slower.length; i++) {
            slower[i] *= factor;
        }
        return new Motion(postures, slower);
    }
}
