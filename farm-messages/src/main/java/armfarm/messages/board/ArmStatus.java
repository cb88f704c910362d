package armfarm.messages.board;

import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an arm's process says about it. Immutable.
 *
 * @param process name of the process, another one for each start
 * @param state a word of the arm's loop
 * @param attempts begun since the process started
 * @param lastAttemptNumber of the latest attempt the arm began, 0 for none ever
 * @param fault why the arm is stopped or recovering, or what it reports of its way to Kafka and to new models
 * @param image the newest one, with the instant of its arrival in the same Optional state
 * @param alive whether it was reported lately; of no meaning while reporting
 * @param reportedAgo time since it was reported; of no meaning while reporting
 */
public record ArmStatus(
        ArmId arm,
        String process,
        String state,
        long attempts,
        long lastAttemptNumber,
        Optional<String> model,
        Optional<String> lastOutcome,
        Optional<String> fault,
        Optional<EncodedImage> image,
        Optional<Instant> imageReceivedAt,
        boolean alive,
        Duration reportedAgo) {

    ArmStatus asOf(boolean nowAlive, Duration ago) {
        return new ArmStatus(
                arm,
                process,
                state,
                attempts,
                lastAttemptNumber,
                model,
                lastOutcome,
                fault,
                image,
                imageReceivedAt,
                nowAlive,
                ago);
    }
}
