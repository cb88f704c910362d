package armfarm.simulation;

/** Why a grasp ended without an object, by what happened. */
public enum GraspFailure {
    /** The fingers closed on nothing. */
    EMPTY,
    /** Something was between the fingers when they closed, and was lost in lifting. */
    SLIPPED,
    /** Contact stopped the gripper on the way down, well above the height it was sent to. */
    BLOCKED
}
