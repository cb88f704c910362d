package armfarm.controller;

import armfarm.controller.dashboard.SuccessCurve;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelRecords;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.Statistics;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ArmId;
import armfarm.messages.FailureCause;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.SuccessRate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known about the store's content, read once a second so that nobody else asks the database in a loop.
 *
 * <p>Refreshed by one thread, read by any: every getter returns the latest complete snapshot.
 */
public final class FarmWatch {
    private static final int READ_AT_ONCE = 5_000;
    private static final int WINDOW_ATTEMPTS = 100;
    private static final int MAX_POINTS = 300;
    private static final int RECENT = 100;

    private final Statistics statistics;
    private final ModelRecords modelRecords;
    private final SuccessCurve curve = new SuccessCurve(WINDOW_ATTEMPTS, MAX_POINTS);
    private final Map<ArmId, Deque<Boolean>> recentByArm = new HashMap<>();
    private final Deque<Boolean> recent = new ArrayDeque<>();
    private final Map<ArmId, Map<Outcome, Long>> outcomesByArm = new HashMap<>();
    private final Map<ArmId, Map<FailureCause, Long>> failuresByArm = new HashMap<>();
    /** Held while the database is asked; the object's own lock never is. */
    private final Object refreshing = new Object();

    private long lastSerial;
    private volatile FarmCounts counts;
    private volatile SuccessByPolicy success;
    private volatile List<ModelRecord> models;

    public FarmWatch(Statistics statistics, ModelRecords modelRecords) {
        this.statistics = statistics;
        this.modelRecords = modelRecords;
        refresh();
    }

    /** Reads what is new. Blocks on the database; whoever reads the snapshots meanwhile does not. */
    public void refresh() {
        synchronized (refreshing) {
            List<OutcomePoint> points;
            do {
                points = statistics.outcomes(lastSerial, READ_AT_ONCE);
                addAll(points);
            } while (points.size() == READ_AT_ONCE);
            counts = statistics.counts();
            success = statistics.successByPolicy();
            models = modelRecords.all();
        }
    }

    private synchronized void addAll(List<OutcomePoint> points) {
        points.forEach(this::add);
    }

    private void add(OutcomePoint point) {
        lastSerial = point.serial();
        outcomesByArm
                .computeIfAbsent(point.arm(), arm -> new EnumMap<>(Outcome.class))
                .merge(point.outcome(), 1L, Long::sum);
        if (point.purpose() != Purpose.COLLECTION
                || (point.outcome() != Outcome.SUCCESS && point.outcome() != Outcome.FAILURE)) {
            return;
        }
        point.failureCause()
                .ifPresent(cause -> failuresByArm
                        .computeIfAbsent(point.arm(), arm -> new EnumMap<>(FailureCause.class))
                        .merge(cause, 1L, Long::sum));
        boolean succeeded = point.outcome() == Outcome.SUCCESS;
        boolean random = point.model().isEmpty() || point.exploration();
        curve.add(
                random
                        ? SuccessCurve.RANDOM
                        : point.model().map(ModelVersion::name).orElseThrow(),
                succeeded);
        push(recent, succeeded);
        push(recentByArm.computeIfAbsent(point.arm(), a -> new ArrayDeque<>()), succeeded);
    }

    private static void push(Deque<Boolean> window, boolean succeeded) {
        window.addLast(succeeded);
        if (window.size() > RECENT) {
            window.removeFirst();
        }
    }

    public FarmCounts counts() {
        return counts;
    }

    public SuccessByPolicy success() {
        return success;
    }

    public List<ModelRecord> models() {
        return models;
    }

    public SuccessCurve curve() {
        return curve;
    }

    /** Practice attempts that came to an end, successful or not. */
    public long completedPractice() {
        SuccessByPolicy now = success;
        return now.random().attempts()
                + now.practice().stream().mapToLong(m -> m.rate().attempts()).sum();
    }

    /** The latest practice attempts of the whole farm. */
    public synchronized SuccessRate recent() {
        return rate(recent);
    }

    /** The latest practice attempts of one arm. */
    public synchronized SuccessRate recent(ArmId arm) {
        return rate(recentByArm.getOrDefault(arm, new ArrayDeque<>()));
    }

    /** Attempts of the arm in the store, all runs. */
    public synchronized long stored(ArmId arm) {
        return outcomesByArm.getOrDefault(arm, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Why practice attempts of the arm failed, all runs, as the sensors judged; those without a cause are left out. */
    public synchronized Map<FailureCause, Long> failures(ArmId arm) {
        return Map.copyOf(failuresByArm.getOrDefault(arm, Map.of()));
    }

    /** Attempts in the store, all runs. */
    public synchronized Map<ArmId, Map<Outcome, Long>> outcomes() {
        Map<ArmId, Map<Outcome, Long>> copy = new HashMap<>();
        outcomesByArm.forEach((arm, outcomes) -> copy.put(arm, Map.copyOf(outcomes)));
        return copy;
    }

    /** The latest practice attempts of each arm that has some. */
    public synchronized Map<ArmId, SuccessRate> recentByArm() {
        Map<ArmId, SuccessRate> rates = new HashMap<>();
        recentByArm.forEach((arm, window) -> rates.put(arm, rate(window)));
        return rates;
    }

    private static SuccessRate rate(Deque<Boolean> window) {
        return new SuccessRate(window.stream().filter(b -> b).count(), window.size());
    }
}
