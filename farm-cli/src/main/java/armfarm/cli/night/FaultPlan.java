package armfarm.cli.night;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Which faults happen before which events: of every kind one, and another for every 20,000 events, at seeded places. */
final class FaultPlan {
    private static final long EVENTS_PER_ROUND = 20_000;
    private static final long MOST_ROUNDS = 10;
    /** The first events have something before them, and after the last fault something is left to do. */
    private static final double FIRST_SHARE = 0.1;

    private static final double LAST_SHARE = 0.85;

    /** @param event counted from 0 in the order of time; the fault happens before it */
    record Fault(long event, FaultKind kind) {}

    private FaultPlan() {}

    /** In the order of their happening; the same for the same seed and number of events. */
    static List<Fault> of(long seed, long events) {
        RandomGenerator random = new Random(seed);
        long rounds = Math.min(1 + events / EVENTS_PER_ROUND, MOST_ROUNDS);
        List<Fault> faults = new ArrayList<>();
        for (long round = 0; round < rounds; round++) {
            for (FaultKind kind : FaultKind.values()) {
                double share = FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * (round + random.nextDouble()) / rounds;
                faults.add(new Fault(Math.round(share * events), kind));
            }
        }
        faults.sort(Comparator.comparingLong(Fault::event));
        return List.copyOf(faults);
    }
}
