package armfarm.episodes;

/**
 * How a snapshot's attempts are divided. The choice is made for a group as a whole, by a hash of its name, so it is the same in
 * every snapshot with the same rule and does not change as data grows. Immutable.
 *
 * @param groupBy what must not be torn apart
 * @param validationPercent of the groups, 0..100
 * @param testPercent of the groups, 0..100; the rest is for training
 */
public record SplitRule(GroupBy groupBy, int validationPercent, int testPercent) {
    /** What stays together. */
    public enum GroupBy {
        /** Each attempt by itself. */
        ATTEMPT,
        /** All attempts on an object, as far as it is known; others one by one. */
        OBJECT,
        ARM,
        /** All attempts of a day, UTC. */
        DAY
    }

    public SplitRule {
        if (validationPercent < 0 || testPercent < 0 || validationPercent + testPercent > 100) {
            throw new IllegalArgumentException("validation " + validationPercent + " % and test " + testPercent
                    + " %, expected 0 or more and together at most 100");
        }
    }
}
