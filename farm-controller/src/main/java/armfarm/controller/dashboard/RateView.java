package armfarm.controller.dashboard;

import armfarm.messages.SuccessRate;
import java.util.OptionalDouble;

/**
 * A success rate with its 95 % interval.
 *
 * @param n attempts it is based on
 * @param rate 0..1, empty without attempts
 * @param low lower bound, 0 without attempts
 * @param high upper bound, 1 without attempts
 */
public record RateView(long n, OptionalDouble rate, double low, double high) {
    public static final RateView NONE = of(new SuccessRate(0, 0));

    public static RateView of(SuccessRate success) {
        return new RateView(
                success.attempts(),
                success.attempts() == 0 ? OptionalDouble.empty() : OptionalDouble.of(success.rate()),
                success.low(),
                success.high());
    }
}
