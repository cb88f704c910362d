package armfarm.controller.dashboard;

/**
 * One point of the success curve: one window of attempts by one policy.
 *
 * @param attempts attempts of the whole farm when the window closed
 * @param policy a model version, or {@link SuccessCurve#RANDOM}
 */
public record CurvePointView(long attempts, String policy, RateView success) {}
