package armfarm.controller.roles;

import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.EvaluationTask;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.FarmPhase;
import armfarm.episodes.roles.PlanState;
import armfarm.episodes.roles.ProcessLock;
import armfarm.episodes.roles.TrainerReport;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A board in memory that can be out of reach. */
final class FakeBoard implements FarmBoard {
    FarmPhase phase = FarmPhase.PRACTISING;
    OptionalLong target = OptionalLong.empty();
    long handedOut;
    boolean away;
    final List<EvaluationTask> queue = new ArrayList<>();
    final List<Boolean> answers = new ArrayList<>();

    private void ask() {
        if (away) {
            throw new FarmException(ErrorCode.RESOURCE, "the database is away");
        }
    }

    @Override
    public PlanState plan() {
        ask();
        return new PlanState(phase, target, handedOut, OptionalLong.empty(), Optional.empty(), 0, 0, queue.size());
    }

    @Override
    public void begin(OptionalLong newTarget, long collected) {
        ask();
        target = newTarget;
        handedOut = collected;
    }

    @Override
    public void enter(FarmPhase next) {
        ask();
        phase = next;
    }

    @Override
    public void pause(Optional<String> reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void correctHandedOut(long newHandedOut) {
        ask();
        handedOut = newHandedOut;
    }

    @Override
    public boolean handOut() {
        ask();
        boolean left = phase == FarmPhase.PRACTISING && handedOut < target.orElse(Long.MAX_VALUE);
        handedOut += left ? 1 : 0;
        return left;
    }

    @Override
    public void countHandedOut(long more) {
        ask();
        handedOut += more;
    }

    @Override
    public void evaluate(long firstSceneSeed, int scenes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<EvaluationTask> claimEvaluation(ArmId arm, String process) {
        ask();
        return queue.stream().findFirst();
    }

    @Override
    public void finishEvaluation(EvaluationTask task, boolean completed) {
        ask();
        answers.add(completed);
        if (completed) {
            queue.remove(task);
        }
    }

    @Override
    public long requestLastRound() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void lastRoundDone(long number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limitPractice(long collected) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void report(ArmStatus status) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ArmStatus> arms() {
        return List.of();
    }

    @Override
    public void report(TrainerReport report) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TrainerReport> trainer() {
        return Optional.empty();
    }

    @Override
    public ProcessLock lock(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int stores() {
        return 1;
    }
}
