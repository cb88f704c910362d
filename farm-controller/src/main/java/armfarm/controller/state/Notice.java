package armfarm.controller.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Something about the farm that somebody should know.
 *
 * @param text what it is and why
 * @param action what to do; empty if the text says so, or if nothing is to be done
 * @param arms concerned; empty if it concerns the farm
 */
public record Notice(Kind kind, Urgency urgency, String text, String action, List<String> arms) {
    public Notice {
        arms = List.copyOf(arms);
    }

    /** Of the farm, with the action in the text. */
    public static Notice of(Kind kind, Urgency urgency, String text) {
        return new Notice(kind, urgency, text, "", List.of());
    }

    /** Who makes it go away; the most urgent first. */
    public enum Urgency {
        /** A person has to do something. */
        PERSON,
        /** Goes away by itself; a problem all the same. */
        HEALS,
        /** As it should be: the farm, or a part of it, waits for something that comes by itself. */
        EXPECTED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it is about, as the label of the metric says it; the most important first. */
    public enum Kind {
        /** The disk is full, or a part the farm cannot work without has failed: no arm begins anything. */
        PAUSED,
        COMPONENT_AWAY,
        ALL_ARMS_STOPPED,
        NO_ARM_RUNS,
        NO_TRAINER_RUNS,
        ARM_FAULT,
        ARM_SILENT,
        TRAINER_FAILED,
        LOOP_FAILED,
        WORLD,
        EVENTS_WAIT,
        STORE_BEHIND,
        UPLOADS_WAIT,
        ARM_RECOVERING,
        ARM_STOPPED,
        /** The newest model was worse than the one before it. */
        MODEL_REFUSED,
        WAITING_FOR_MODEL,
        STORING;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For a line of its own. */
    public String line() {
        return action.isEmpty() ? text : text + "; " + action;
    }
}
