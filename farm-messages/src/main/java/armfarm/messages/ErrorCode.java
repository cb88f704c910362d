package armfarm.messages;

/** What kind of problem an error is; logs and the page count by it. */
public enum ErrorCode {
    /** A setting is wrong: change the configuration or the command line. */
    CONFIG,
    /** An arm, gripper or camera misbehaves. */
    DEVICE,
    /** Stored or transmitted data is damaged or of an unknown version. */
    DATA,
    /** The machine lacks something: disk, memory, a port. */
    RESOURCE,
    /** Armfarm itself is wrong. */
    BUG
}
