package armfarm.messages;

/**
 * Successes among attempts with the Wilson score interval at 95 %.
 *
 * <p>Source: Wilson 1927; z = 1.96.
 */
public record SuccessRate(long successes, long attempts) {
    /** Of the standard normal distribution, at 95 % two-sided. */
    public static final double Z = 1.959964;

    public SuccessRate {
        if (successes < 0 || successes > attempts) {
            throw new IllegalArgumentException(successes + " successes of " + attempts);
        }
    }

    /** 0..1; NaN without attempts. */
    public double rate() {
        return (double) successes / attempts;
    }

    /** Lower bound, 0 without attempts. */
    public double low() {
        return attempts == 0 ? 0 : Math.max(0, centre() - halfWidth());
    }

    /** Upper bound, 1 without attempts. */
    public double high() {
        return attempts == 0 ? 1 : Math.min(1, centre() + halfWidth());
    }

    private double centre() {
        return (rate() + Z * Z / (2 * attempts)) / (1 + Z * Z / attempts);
    }

    private double halfWidth() {
        double p = rate();
        return Z / (1 + Z * Z / attempts) * Math.sqrt(p * (1 - p) / attempts + Z * Z / (4.0 * attempts * attempts));
    }
}
