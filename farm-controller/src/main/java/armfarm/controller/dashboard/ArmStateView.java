package armfarm.controller.dashboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an arm does, as the page tells it. */
public enum ArmStateView {
    STARTING,
    COLLECTING,
    EVALUATING,
    /** Ready, and waiting for work or for a part of the farm. */
    WAITING,
    STOPPED,
    FAULT;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
