package armfarm.policy.network;

import armfarm.policy.FeatureSpec;

/**
 * A mirrored view of a grasp: the scene flipped along the closing axis, across it, or both. Success does not depend on which of the
 * four is looked at, but for shadows.
 */
public enum Mirror {
    NONE(false, false),
    /** Along the gripper's closing axis. */
    COLUMNS(true, false),
    /** Along the gripper's x axis. */
    ROWS(false, true),
    BOTH(true, true);

    private final boolean flipsColumns;
    private final boolean flipsRows;

    Mirror(boolean flipsColumns, boolean flipsRows) {
        this.flipsColumns = flipsColumns;
        this.flipsRows = flipsRows;
    }

    /** Which flips so. */
    public static Mirror of(boolean flipColumns, boolean flipRows) {
        return flipColumns ? flipRows ? BOTH : COLUMNS : flipRows ? ROWS : NONE;
    }

    public boolean flipsColumns() {
        return flipsColumns;
    }

    public boolean flipsRows() {
        return flipsRows;
    }

    /** Writes the command vector of the mirrored view, float32 [5] as {@link FeatureSpec} describes it. */
    public void command(float[] from, int start, float[] to, int offset) {
        float closing = flipsColumns ? -1 : 1;
        float across = flipsRows ? -1 : 1;
        to[offset] = from[start];
        to[offset + 1] = closing * from[start + 1];
        to[offset + 2] = across * from[start + 2];
        to[offset + 3] = closing * from[start + 3];
        to[offset + 4] = across * from[start + 4];
    }

    /** Writes a mirrored plane, float32 [size, size]. */
    void plane(float[] from, int start, float[] to, int offset, int size) {
        int step = flipsColumns ? -1 : 1;
        for (int row = 0; row < size; row++) {
            int source = start + (flipsRows ? size - 1 - row : row) * size + (flipsColumns ? size - 1 : 0);
            int target = offset + row * size;
            for (int column = 0; column < size; column++) {
                to[target + column] = from[source];
                source += step;
            }
        }
    }
}
