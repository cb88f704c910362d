package armfarm.messages;

/** What a stored frame shows. */
public enum FrameKind {
    /** Image of step t, the one the policy decided on; step 0 is the image before the grasp. */
    STEP,
    /** The bin while the closed gripper is lifted: first image of the drop test. */
    LIFTED,
    /** The bin after the gripper opened again: second image of the drop test. */
    DROPPED,
    /** An image of a recording that belongs to no step: nobody says what was done on it. */
    VIEW
}
