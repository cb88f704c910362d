package armfarm.cli.bags;

import armfarm.messages.AttemptId;
import armfarm.messages.hash.Hash;
import java.time.Instant;

/**
 * Ids of attempts that a recording holds without ids: made of the recording's content and of the options that shape what
 * is made of it. The same ones give the same ids whenever and wherever; after a wrong option, the right one is not taken
 * for what is there already.
 */
final class ImportIds {
    private ImportIds() {}

    /** What, beside the recording, the attempts of named topics are made of. */
    static String mappedBy(ImportOptions options) {
        ImportOptions.Topics topics = options.topics();
        return " by " + topics.outcome() + topics.poseInBase() + topics.joints() + topics.gripper() + " steps "
                + topics.stepsPerAttempt() + framedBy(options);
    }

    /** What, beside the recording, loose images are made of; empty if nothing was named. */
    static String framedBy(ImportOptions options) {
        ImportOptions.Topics topics = options.topics();
        return options.arm().map(arm -> " arm " + arm.name()).orElse("")
                + topics.cameraInfo().map(topic -> " info " + topic).orElse("")
                + topics.cameraInBase().map(topic -> " camera in base " + topic).orElse("");
    }

    /**
     * A UUID of version 7 whose random bits are a hash.
     *
     * @param what of the recording and by which options
     * @param start when the attempt began; ids sort by it
     */
    static AttemptId of(String recordingSha256, String what, Instant start) {
        return AttemptId.ofContent(Hash.SHA_256.hex(recordingSha256 + " " + what), start);
    }
}
