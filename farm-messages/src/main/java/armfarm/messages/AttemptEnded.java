package armfarm.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Last event of an attempt.
 *
 * @param labels every opinion; the first one is what training uses, the simulator's truth is never first
 * @param abortReason why an aborted attempt stopped; empty otherwise
 * @param gripperOpeningMeters after closing; empty if the gripper never closed
 * @param dropTestDifference share of changed pixels, 0..1; empty if the test was not run
 * @param truthObject what the simulator says was held, for example train-0042; empty if nothing or not simulated
 * @param deciding time the policy took
 * @param robotTime by the robot's clock, from the first image to the last motion
 * @param gaps what was numbered but never came
 */
public record AttemptEnded(
        AttemptId attempt,
        ArmId arm,
        int sequence,
        Instant endedAt,
        List<OutcomeLabel> labels,
        Optional<String> abortReason,
        OptionalDouble gripperOpeningMeters,
        OptionalDouble dropTestDifference,
        Optional<String> truthObject,
        Duration deciding,
        Duration robotTime,
        SequenceGaps gaps)
        implements AttemptEvent {
    public AttemptEnded {
        labels = List.copyOf(labels);
        if (labels.isEmpty() == abortReason.isEmpty()) {
            throw new IllegalArgumentException("an attempt ends with labels or with a reason for aborting");
        }
    }

    /** Without gaps. */
    public AttemptEnded(
            AttemptId attempt,
            ArmId arm,
            int sequence,
            Instant endedAt,
            List<OutcomeLabel> labels,
            Optional<String> abortReason,
            OptionalDouble gripperOpeningMeters,
            OptionalDouble dropTestDifference,
            Optional<String> truthObject,
            Duration deciding,
            Duration robotTime) {
        this(
                attempt,
                arm,
                sequence,
                endedAt,
                labels,
                abortReason,
                gripperOpeningMeters,
                dropTestDifference,
                truthObject,
                deciding,
                robotTime,
                SequenceGaps.NONE);
    }

    /** The same with gaps. */
    public AttemptEnded withGaps(SequenceGaps newGaps) {
        return new AttemptEnded(
                attempt,
                arm,
                sequence,
                endedAt,
                labels,
                abortReason,
                gripperOpeningMeters,
                dropTestDifference,
                truthObject,
                deciding,
                robotTime,
                newGaps);
    }

    public Outcome outcome() {
        return abortReason.isPresent() ? Outcome.ABORTED : labels.get(0).outcome();
    }
}
