package armfarm.controller.evaluation;

/**
 * Whether two policies differ on the same scenes: the exact sign test over the scenes in which only one of them succeeded.
 *
 * <p>Source: McNemar 1947 with the exact binomial distribution. Stateless.
 */
final class SignTest {
    private SignTest() {}

    /** How likely a difference as large as this would be if both were equally good, 0..1; two-sided. */
    static double p(long onlyFirst, long onlySecond) {
        long n = onlyFirst + onlySecond;
        double logChoose = 0;
        double tail = 0;
        for (long k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            tail += Math.exp(logChoose - n * Math.log(2));
            logChoose += Math.log((double) (n - k) / (k + 1));
        }
        return Math.min(1, 2 * tail);
    }
}
