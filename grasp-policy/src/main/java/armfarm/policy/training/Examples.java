package armfarm.policy.training;

import java.util.Arrays;

/**
 * Which crops of the cache belong to a round, their labels, and the number of the source that each is drawn for: seven bytes an
 * attempt. Confined to one thread.
 */
final class Examples {
    private int[] slotsAndLabels = new int[1024];
    private short[] auxiliary = new short[1024];
    private byte[] sources = new byte[1024];
    private int size;

    /**
     * Adds one.
     *
     * @param slot of the cache, below 2^30
     * @param auxiliaryLabel as {@link AuxiliaryLabel} packs it
     * @param source 0 to 127
     */
    void add(int slot, boolean success, short auxiliaryLabel, int source) {
        if (size == slotsAndLabels.length) {
            slotsAndLabels = Arrays.copyOf(slotsAndLabels, size + size / 2);
            auxiliary = Arrays.copyOf(auxiliary, slotsAndLabels.length);
            sources = Arrays.copyOf(sources, slotsAndLabels.length);
        }
        auxiliary[size] = auxiliaryLabel;
        sources[size] = (byte) source;
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

    /** @param first and second of one source, once {@link #group} was called */
    void swap(int first, int second) {
        short other = auxiliary[first];
        auxiliary[first] = auxiliary[second];
        auxiliary[second] = other;
        int swapped = slotsAndLabels[first];
        slotsAndLabels[first] = slotsAndLabels[second];
        slotsAndLabels[second] = swapped;
    }

    /**
     * Puts the examples of each source beside each other, in the order in which they were added.
     *
     * @return where the examples of each source begin, and behind it the size
     */
    int[] group(int sourceCount) {
        int[] starts = new int[sourceCount + 1];
        for (int i = 0; i < size; i++) {
            starts[sources[i] + 1]++;
        }
        for (int source = 0; source < sourceCount; source++) {
            starts[source + 1] += starts[source];
        }
        int[] next = starts.clone();
        int[] grouped = new int[slotsAndLabels.length];
        short[] groupedAuxiliary = new short[auxiliary.length];
        for (int i = 0; i < size; i++) {
            int place = next[sources[i]]++;
            grouped[place] = slotsAndLabels[i];
            groupedAuxiliary[place] = auxiliary[i];
        }
        slotsAndLabels = grouped;
        auxiliary = groupedAuxiliary;
        for (int source = 0; source < sourceCount; source++) {
            Arrays.fill(sources, starts[source], starts[source + 1], (byte) source);
        }
        return starts;
    }
}
