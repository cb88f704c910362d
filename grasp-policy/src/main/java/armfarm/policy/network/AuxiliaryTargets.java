package armfarm.policy.network;

import armfarm.messages.FailureCause;
import java.util.Arrays;

/**
 * What a batch teaches besides success: more of each attempt than its one bit. Reused for every batch, confined to one thread.
 *
 * <p>Why a grasp failed, of those that did: float32 [B, 3], 1 for the cause, in the order of {@link FailureCause}.
 *
 * <p>And float32 [B, 3] targets 0..1 and masks 0 or 1: opening of the fingers as a share of {@link #FULL_OPENING_METERS}, stopped on the way
 * down, lost what was between the fingers. A mask of 0 says that it is not known: there it teaches nothing.
 */
public final class AuxiliaryTargets {
    /** How many there are. */
    public static final int OUTPUTS = 3;

    /** Wider openings count as this wide: what the gripper of the simulated cell spans, and about what those of labs do. */
    public static final double FULL_OPENING_METERS = 0.08;

    private final float[] values;
    private final float[] masks;
    private final float[] causes;
    private final float[] causeMasks;

    /** Of a batch of this size, nothing known. */
    public AuxiliaryTargets(int batchSize) {
        values = new float[OUTPUTS * batchSize];
        masks = new float[OUTPUTS * batchSize];
        causes = new float[CauseHead.OUTPUTS * batchSize];
        causeMasks = new float[batchSize];
    }

    /** Forgets what is known. */
    public void clear() {
        Arrays.fill(values, 0);
        Arrays.fill(masks, 0);
        Arrays.fill(causes, 0);
        Arrays.fill(causeMasks, 0);
    }

    /** @param output 0 for the opening, 1 for stopped, 2 for lost @param value wanted, 0..1 */
    public void put(int row, int output, float value) {
        values[OUTPUTS * row + output] = value;
        masks[OUTPUTS * row + output] = 1;
    }

    /** @param row of a grasp that failed, whose cause is known */
    public void putCause(int row, FailureCause cause) {
        causes[CauseHead.OUTPUTS * row + CauseHead.CAUSES.indexOf(cause)] = 1;
        causeMasks[row] = 1;
    }

    float[] values() {
        return values;
    }

    float[] masks() {
        return masks;
    }

    float[] causes() {
        return causes;
    }

    float[] causeMasks() {
        return causeMasks;
    }
}
