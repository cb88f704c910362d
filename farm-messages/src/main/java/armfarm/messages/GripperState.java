package armfarm.messages;

/**
 * What the gripper measures after a command.
 *
 * @param openingMeters distance between the finger pads; 0 is fully closed
 * @param stalled the fingers stopped before the goal because something is between them
 */
public record GripperState(double openingMeters, boolean stalled) {}
