package armfarm.policy.training;

import java.util.Arrays;

/** Which crops of the cache belong to a round, and their labels: six bytes an attempt. Confined to one thread. */
final class Examples {
    private int[] slotsAndLabels = new int[1024];
    private short[] auxiliary = new short[1024];
    private int size;

    /** @param slot of the cache, below 2^30 */
    void add(int slot, boolean success, short auxiliaryLabel) {
        if (size == slotsAndLabels.length) {
            slotsAndLabels = Arrays.copyOf(slotsAndLabels, size + size / 2);
            auxiliary = Arrays.copyOf(auxiliary, slotsAndLabels.length);
        }
        auxiliary[size] = auxiliaryLabel;
        slotsAndLabels[size++] = slot << 1 | (success ? 1 : 0);
    }

    int size() {
        return size;
    }

    int slot(int index) {
        return slotsAndLabels[index] >>> 1;
    }

    boolean success(int index) {
        return (slotsAndLabels[index] & 1) == 1;
    }

    /** As {@link AuxiliaryLabel} packs it. */
    short auxiliary(int index) {
        return auxiliary[index];
    }

    void swap(int first, int second) {
        short other = auxiliary[first];
        auxiliary[first] = auxiliary[second];
        auxiliary[second] = other;
        int swapped = slotsAndLabels[first];
        slotsAndLabels[first] = slotsAndLabels[second];
        slotsAndLabels[second] = swapped;
    }
}
