package armfarm.controller;

import armfarm.controller.dashboard.LossView;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.Notice;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The arms, trainer and stores of a farm, as far as its controller knows of them: parts of its own process that can be looked at,
 * or other processes that report on the board.
 *
 * <p>Thread-safe. Nothing blocks, except what says so.
 */
public interface Crew {
    /** The plan on the board, as it was last read. */
    PlanState plan();

    /** Reads what is new on the board. Blocks where that is in a database. */
    void refresh();

    List<ArmSnapshot> arms();

    /** The same arms, to be judged. */
    List<ArmFacts> armFacts();

    /** Practice attempts that came to an end, earlier runs included, as exactly as a target needs. */
    long completed();

    /** Grows by one with each attempt that is made. */
    long made();

    /** All attempts that arms ever began, those that are not stored yet included. */
    long begun();

    /**
     * Whether no attempt is under way, after the board has said that none is to be begun.
     *
     * @param sinceSaid how long ago the board said so
     */
    boolean idle(Duration sinceSaid);

    /** Whether all that the idle arms have made is stored. May block for about a second. */
    boolean everythingIsStored();

    TrainerStatus trainer();

    /** The newest model; empty before the first. */
    Optional<ModelVersion> model();

    /** The model that the arms evaluate. Blocks where it is found in a database. */
    Optional<ModelVersion> modelToEvaluate();

    /** The parts of the crew, with what was last seen of them. */
    List<ComponentFacts> components();

    /** What the parts of the crew say, and what keeps the phase from its end. */
    List<Notice> notices(FarmPhase phase);

    /** What did not come into the store, and why. */
    List<LossView> losses();

    /** Simulated seconds in a second; empty where no simulation keeps one time for all arms. */
    OptionalDouble realTimeFactor();

    /** The first fault of a part that the farm cannot work without. */
    Optional<FarmException> fault();
}
