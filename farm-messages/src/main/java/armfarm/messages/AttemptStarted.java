package armfarm.messages;

import java.time.Instant;

/**
 * First event of an attempt (sequence 0).
 *
 * @param attemptNumber counts the attempts of this arm from 1 without gaps, so that a lost attempt shows
 * @param sceneId the bin's content since it was last filled, for example train-17-3; changes when objects are swapped
 * @param camera the camera of the frames that follow
 * @param softwareVersion of the process that drove the arm
 */
public record AttemptStarted(
        AttemptId attempt,
        ArmId arm,
        long attemptNumber,
        Instant startedAt,
        Purpose purpose,
        ObjectSet objectSet,
        String sceneId,
        CameraInfo camera,
        String softwareVersion)
        implements AttemptEvent {
    @Override
    public int sequence() {
        return 0;
    }
}
