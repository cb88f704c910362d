package armfarm.policy.training;

import java.util.Arrays;

/** Which crops of the cache belong to a round, and their labels: four bytes an attempt. Confined to one thread. */
final class Examples {
    private int[] slotsAndLabels = new int[1024];
    private int size;

    /** @param slot of the cache, below 2^30 */
    void add(int slot, boolean success) {
        if (size == slotsAndLabels.length) {
            slotsAndLabels = Arrays.copyOf(slotsAndLabels, size + size / 2);
        }
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

    void swap(int first, int second) {
        int swapped = slotsAndLabels[first];
        slotsAndLabels[first] = slotsAndLabels[second];
        slotsAndLabels[second] = swapped;
    }
}
