package armfarm.messages.cell;

import java.util.Optional;

/** Whether a person has stopped an arm. Asked many times a second; thread-safe. */
@FunctionalInterface
public interface StopState {
    /** An arm nobody can stop this way: for tests and measurements. */
    StopState NEVER = Optional::empty;

    /** Who stopped the arm, when and why, and how to go on; empty if nobody did. */
    Optional<String> stopped();
}
