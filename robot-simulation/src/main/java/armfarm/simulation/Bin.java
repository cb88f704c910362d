package armfarm.simulation;

import armfarm.messages.Pose;

/** The bin: a flat square floor and four walls that slope outward. Fixed geometry, metres in the bin frame. */
public final class Bin {
    /** The bin frame's origin in the base frame; the axes are parallel. */
    public static final Pose BIN_IN_BASE = new Pose(0.55, 0, 0, 0, 0, 0, 1);

    public static final double FLOOR_HALF = 0.12;
    /** Slope of the walls. Vertical walls hold objects in the corners and block the fingers. */
    public static final double WALL_ANGLE_RADIANS = Math.toRadians(50);

    public static final double WALL_LENGTH = 0.09;
    public static final double WALL_THICKNESS = 0.012;
    /** Half the width of a wall: as far as the corner of the neighbours' upper edges. */
    public static final double WALL_HALF_WIDTH = FLOOR_HALF + WALL_LENGTH * Math.cos(WALL_ANGLE_RADIANS);
    /** An object whose centre is farther out than this, or below the floor, has escaped. */
    public static final double ESCAPED_BEYOND = 0.20;

    private static final double COS = Math.cos(WALL_ANGLE_RADIANS);
    private static final double SIN = Math.sin(WALL_ANGLE_RADIANS);

    private Bin() {}

    /** Distance of a wall slab's centre from the bin's axis. */
    public static double wallCentreOut() {
        return FLOOR_HALF + COS * WALL_LENGTH / 2 + SIN * WALL_THICKNESS / 2;
    }

    /** Height of a wall slab's centre. */
    public static double wallCentreUp() {
        return SIN * WALL_LENGTH / 2 - COS * WALL_THICKNESS / 2;
    }
}
