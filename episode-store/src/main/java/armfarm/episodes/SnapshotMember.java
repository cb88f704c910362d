package armfarm.episodes;

import armfarm.messages.AttemptId;
import armfarm.messages.OutcomeLabel;

/**
 * One attempt of a snapshot.
 *
 * @param ordinal from 1, without gaps, in the order of the attempts' ids; fixed with the snapshot
 * @param label the one that counted when the snapshot was made
 * @param objectId the object that is known to have been grasped, else empty text
 */
public record SnapshotMember(long ordinal, AttemptId attempt, Split split, OutcomeLabel label, String objectId) {}
