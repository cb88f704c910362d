package armfarm.controller.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an arm is in, those that need a person first. The same word on the page, in {@code status} and as a label of the metrics. */
public enum ArmCondition {
    /** Does not come back by itself: a person has to see to it. */
    FAULT,
    /** Its process does not report any more. */
    SILENT,
    /** A fault that the arm tries to get over by itself. */
    RECOVERING,
    /** A person stopped it, which is no fault. */
    STOPPED,
    /** Ready, and waiting for something that its reason names. */
    WAITING,
    STARTING,
    EVALUATING,
    PRACTISING,
    /** Its loop or its process ended in peace. */
    ENDED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean needsAPerson() {
        return this == FAULT || this == SILENT;
    }
}
