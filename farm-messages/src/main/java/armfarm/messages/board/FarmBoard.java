package armfarm.messages.board;

import armfarm.messages.ArmId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the parts of a farm tell each other what is wanted and what they do: in memory if they share a process, else in a
 * database.
 *
 * <p>Thread-safe. In a database every method asks it and throws {@link armfarm.messages.FarmException} (RESOURCE) if it does
 * not answer.
 */
public interface FarmBoard {
    /** Seconds without a report after which a process counts as dead. */
    int SILENT_SECONDS = 10;

    PlanState plan();

    /**
     * Begins or goes on with practice. Evaluations that an earlier run left are dropped. While no arm has an attempt under way, the
     * number handed out starts anew from what is stored.
     *
     * @param target completed practice attempts to reach; empty for no end
     * @param collected completed practice attempts in the store
     */
    void begin(OptionalLong target, long collected);

    void enter(FarmPhase phase);

    /** @param reason why no arm may begin an attempt; empty lets them go on */
    void pause(Optional<String> reason);

    /** Says that no more than this is completed or under way, for arms that died with an attempt. */
    void correctHandedOut(long handedOut);

    /**
     * One more practice attempt for an arm, if the plan has one left. Never hands out more than the target and the trainer allow, however
     * many arms ask at once.
     */
    boolean handOut();

    /** Counts attempts that were made without asking (positive) or were not completed (negative). */
    void countHandedOut(long more);

    /** Queues first grasps on held-out objects: for each seed one random and one by the model, on the same scene. */
    void evaluate(long firstSceneSeed, int scenes);

    /** The next evaluation nobody alive works on. */
    Optional<EvaluationTask> claimEvaluation(ArmId arm, String process);

    /** @param completed false puts it back into the queue, unless somebody else has completed it meanwhile */
    void finishEvaluation(EvaluationTask task, boolean completed);

    /** Asks the trainer for a last round. @return its number */
    long requestLastRound();

    /** The trainer's answer, also if there was too little new to train on. */
    void lastRoundDone(long number);

    /** How far practice may run ahead of the trainer. */
    void limitPractice(long collected);

    void report(ArmStatus status);

    /** What the arms last said, by name. */
    List<ArmStatus> arms();

    void report(TrainerReport report);

    Optional<TrainerReport> trainer();

    /** How many stores are connected to the board at this moment. */
    int stores();

    /** A right to be the only process of that name; not taken yet. */
    ProcessLock lock(String name);
}
