package armfarm.controller.state;

import armfarm.messages.board.FarmPhase;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What the farm as a whole is in: the phase of its run, unless something keeps it from that. The same word on the page, in
 * {@code status} and as a label of the metrics; docs/status.md says what each means.
 */
public enum FarmCondition {
    STARTING,
    PRACTISING,
    /** All arms wait for the trainer, or no run has begun yet. */
    WAITING,
    /** No arm begins an attempt, because the disk is nearly full or a part has failed. */
    PAUSED,
    /** A person has stopped every arm. */
    STOPPED,
    STORING,
    TRAINING,
    EVALUATING,
    STOPPING,
    OVER,
    /** No process has the data folder open. */
    NOT_RUNNING,
    /** A process runs that does not say. */
    UNKNOWN;

    public static FarmCondition of(FarmPhase phase) {
        return switch (phase) {
            case WAITING -> WAITING;
            case STARTING -> STARTING;
            case PRACTISING -> PRACTISING;
            case STORING -> STORING;
            case TRAINING -> TRAINING;
            case EVALUATING -> EVALUATING;
            case STOPPING -> STOPPING;
            case OVER -> OVER;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
