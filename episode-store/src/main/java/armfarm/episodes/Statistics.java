package armfarm.episodes;

import armfarm.messages.ArmId;
import armfarm.messages.SuccessRate;
import java.util.List;
import java.util.OptionalDouble;

/** Counts and success rates of what is stored. Thread-safe. */
public interface Statistics {
    FarmCounts counts();

    SuccessByPolicy successByPolicy();

    /**
     * How often the outcome rules of the sensors agree with a simulator's truth: the share of the worse of the two, 0..1; empty without
     * a simulator's labels.
     */
    OptionalDouble labelAgreement();

    /** Why practice attempts failed, by the label that counts; an import is no practice. */
    FailureCounts practiceFailures();

    /** Among the arm's last attempts that ended in success or failure, at most the given number. */
    SuccessRate recentSuccess(ArmId arm, int lastAttempts);

    /** Attempts stored after the given serial number, oldest first; 0 starts at the beginning. */
    List<OutcomePoint> outcomes(long afterStoredSerial, int limit);
}
