package armfarm.controller.state;

import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an arm, as measured. Immutable.
 *
 * @param since when the arm began to do this
 * @param stop who stopped it, when and why, and how to go on; present while the arm stands still for that
 * @param trouble the fault that no completed attempt followed yet
 * @param lastSign when its process last reported, if that is longer ago than it may be; empty while it reports
 */
public record ArmFacts(
        String name,
        ArmActivity.State doing,
        Instant since,
        Optional<String> stop,
        Optional<ArmActivity.Trouble> trouble,
        Optional<Instant> lastSign) {

    /** Of an arm whose process reports. */
    public static ArmFacts of(ArmSnapshot arm) {
        return new ArmFacts(arm.arm().name(), arm.state(), arm.since(), arm.stop(), arm.trouble(), Optional.empty());
    }
}
