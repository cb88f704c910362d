package armfarm.cli.plots;

import armfarm.messages.SuccessRate;

/**
 * A rate as it is drawn, with its Wilson interval at 95 %.
 *
 * @param attempts at least one
 * @param rate 0 to 1, as the bounds
 */
public record PlottedRate(long attempts, long successes, double rate, double low, double high) {
    static PlottedRate of(long successes, long attempts) {
        SuccessRate rate = new SuccessRate(successes, attempts);
        return new PlottedRate(attempts, successes, rate.rate(), rate.low(), rate.high());
    }
}
