package armfarm.messages.board;

import armfarm.messages.ArmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The board of a farm whose parts are all in one process; ends with it. Never blocks and never fails. Thread-safe. */
public final class InMemoryFarmBoard implements FarmBoard {
    private static final Duration SILENT = Duration.ofSeconds(SILENT_SECONDS);

    private final InstantSource clock;
    private FarmPhase phase = FarmPhase.WAITING;
    private OptionalLong target = OptionalLong.empty();
    private long handedOut;
    private OptionalLong trainerLimit = OptionalLong.empty();
    private Optional<String> pausedReason = Optional.empty();
    private long lastRoundWanted;
    private long lastRoundDone;
    private long lastEvaluation;
    private final Set<Scene> queued = new HashSet<>();
    private final Map<Long, Queued> left = new LinkedHashMap<>();
    private final SortedMap<String, Told<ArmStatus>> arms = new TreeMap<>();
    private Optional<Told<TrainerReport>> trainer = Optional.empty();
    private final Set<String> taken = new HashSet<>();

    /** A report and when it came. */
    private record Told<T>(T report, Instant at) {}

    /** What is evaluated once. */
    private record Scene(long seed, boolean random) {}

    private static final class Queued {
        private final EvaluationTask task;
        private Optional<String> process = Optional.empty();

        private Queued(EvaluationTask task) {
            this.task = task;
        }
    }

    public InMemoryFarmBoard(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized PlanState plan() {
        return new PlanState(
                phase, target, handedOut, trainerLimit, pausedReason, lastRoundWanted, lastRoundDone, left.size());
    }

    @Override
    public synchronized void begin(OptionalLong newTarget, long collected) {
        boolean underWay = arms.values().stream()
                .anyMatch(told -> isAlive(told) && told.report().state().equals("PRACTISING"));
        queued.clear();
        left.clear();
        phase = FarmPhase.PRACTISING;
        target = newTarget;
        handedOut = underWay ? handedOut : collected;
    }

    @Override
    public synchronized void enter(FarmPhase next) {
        phase = next;
    }

    @Override
    public synchronized void pause(Optional<String> reason) {
        pausedReason = reason;
    }

    @Override
    public synchronized void correctHandedOut(long corrected) {
        handedOut = corrected;
    }

    @Override
    public synchronized boolean handOut() {
        boolean left = plan().practising() && handedOut < plan().practiceLimit();
        handedOut += left ? 1 : 0;
        return left;
    }

    @Override
    public synchronized void countHandedOut(long more) {
        handedOut = Math.max(0, handedOut + more);
    }

    @Override
    public synchronized void evaluate(long firstSceneSeed, int scenes) {
        for (int scene = 0; scene < scenes; scene++) {
            queue(firstSceneSeed + scene, true);
            queue(firstSceneSeed + scene, false);
        }
    }

    private void queue(long sceneSeed, boolean random) {
        if (queued.add(new Scene(sceneSeed, random))) {
            lastEvaluation++;
            left.put(lastEvaluation, new Queued(new EvaluationTask(lastEvaluation, sceneSeed, random)));
        }
    }

    @Override
    public synchronized Optional<EvaluationTask> claimEvaluation(ArmId arm, String process) {
        if (phase != FarmPhase.EVALUATING || pausedReason.isPresent()) {
            return Optional.empty();
        }
        Optional<Queued> free =
                left.values().stream().filter(each -> isFree(each, process)).findFirst();
        free.ifPresent(each -> each.process = Optional.of(process));
        return free.map(each -> each.task);
    }

    private boolean isFree(Queued each, String process) {
        return each.process
                .filter(claimant -> !claimant.equals(process) && reports(claimant))
                .isEmpty();
    }

    private boolean reports(String process) {
        return arms.values().stream()
                .anyMatch(told -> isAlive(told) && told.report().process().equals(process));
    }

    @Override
    public synchronized void finishEvaluation(EvaluationTask task, boolean completed) {
        if (completed) {
            left.remove(task.id());
        } else {
            Optional.ofNullable(left.get(task.id())).ifPresent(each -> each.process = Optional.empty());
        }
    }

    @Override
    public synchronized long requestLastRound() {
        lastRoundWanted++;
        return lastRoundWanted;
    }

    @Override
    public synchronized void lastRoundDone(long number) {
        lastRoundDone = Math.max(lastRoundDone, number);
    }

    @Override
    public synchronized void limitPractice(long collected) {
        trainerLimit = OptionalLong.of(collected);
    }

    @Override
    public synchronized void report(ArmStatus status) {
        arms.put(status.arm().name(), new Told<>(status, clock.instant()));
    }

    @Override
    public synchronized List<ArmStatus> arms() {
        return arms.values().stream()
                .map(told -> told.report().asOf(isAlive(told), age(told)))
                .toList();
    }

    @Override
    public synchronized void report(TrainerReport report) {
        trainer = Optional.of(new Told<>(report, clock.instant()));
    }

    @Override
    public synchronized Optional<TrainerReport> trainer() {
        return trainer.map(told -> told.report().asOf(isAlive(told), age(told)));
    }

    private boolean isAlive(Told<?> told) {
        return age(told).compareTo(SILENT) < 0;
    }

    private Duration age(Told<?> told) {
        Duration age = Duration.between(told.at(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** {@inheritDoc} The process that has this board stores what its arms make. */
    @Override
    public int stores() {
        return 1;
    }

    @Override
    public ProcessLock lock(String name) {
        return new Lock(name);
    }

    private synchronized boolean take(String name) {
        return taken.add(name);
    }

    private synchronized void giveBack(String name) {
        taken.remove(name);
    }

    private final class Lock implements ProcessLock {
        private final String name;
        private boolean held;

        private Lock(String name) {
            this.name = name;
        }

        @Override
        public synchronized State check() {
            held = held || take(name);
            return held ? State.HELD : State.TAKEN;
        }

        @Override
        public synchronized void close() {
            if (held) {
                held = false;
                giveBack(name);
            }
        }
    }
}
