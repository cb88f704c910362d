package armfarm.messages;

import java.time.Instant;
import java.util.Optional;

/**
 * First event of an attempt (sequence 0).
 *
 * @param attemptNumber counts the attempts of this arm from 1 without gaps, so that a lost attempt shows
 * @param sceneId the bin's content since it was last filled, for example train-17-3; changes when objects are swapped
 * @param camera the camera of the frames that follow
 * @param softwareVersion of the process that drove the arm
 * @param source what ran the arm, or what the attempt was read from
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
        String softwareVersion,
        AttemptSource source)
        implements AttemptEvent {
    /** Without a word about the source. */
    public AttemptStarted(
            AttemptId attempt,
            ArmId arm,
            long attemptNumber,
            Instant startedAt,
            Purpose purpose,
            ObjectSet objectSet,
            String sceneId,
            CameraInfo camera,
            String softwareVersion) {
        this(
                attempt,
                arm,
                attemptNumber,
                startedAt,
                purpose,
                objectSet,
                sceneId,
                camera,
                softwareVersion,
                AttemptSource.unsaid(purpose));
    }

    /** The same from another source. */
    public AttemptStarted withSource(AttemptSource other) {
        return new AttemptStarted(
                attempt, arm, attemptNumber, startedAt, purpose, objectSet, sceneId, camera, softwareVersion, other);
    }

    /** The source if it says more than the purpose does, as it is written down. */
    public Optional<AttemptSource> saidSource() {
        return Optional.of(source).filter(said -> !said.equals(AttemptSource.unsaid(purpose)));
    }

    @Override
    public int sequence() {
        return 0;
    }
}
