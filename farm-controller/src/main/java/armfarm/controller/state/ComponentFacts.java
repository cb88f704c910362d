package armfarm.controller.state;

import java.time.Instant;
import java.util.Optional;

/**
 * What was measured of a part of the farm. Immutable.
 *
 * @param address where it is or how full it is; empty if there is nothing to say
 * @param since when it was first looked at
 * @param answered when it last gave a good answer
 * @param failure what it said instead, if its latest answer was none
 * @param holdup why it cannot do its work now although it answers; empty if nothing holds it up
 * @param consequence what that means for the farm, and what to do; shown when it does not answer
 */
public record ComponentFacts(
        String name,
        String address,
        Instant since,
        Optional<Instant> answered,
        Optional<String> failure,
        Optional<String> holdup,
        String consequence) {

    /** A part of this process, just looked at. */
    public static ComponentFacts here(
            String name, String address, Instant now, Optional<String> failure, Optional<String> holdup) {
        return new ComponentFacts(name, address, now, Optional.of(now), failure, holdup, "");
    }

    ComponentState state(ComponentState.Condition condition, String reason, double ageSeconds) {
        return new ComponentState(name, address, condition, reason, ageSeconds);
    }
}
