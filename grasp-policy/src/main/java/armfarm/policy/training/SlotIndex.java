package armfarm.policy.training;

import armfarm.messages.AttemptId;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Finds the slot of an attempt: a hash table that holds slot numbers only and asks for the id behind one, 8 to 16 bytes an attempt.
 * Confined to one thread.
 */
final class SlotIndex {
    private static final int NONE = -1;
    private static final int FIRST_SIZE = 1 << 10;

    private final IntFunction<AttemptId> idOf;
    private int[] slots;
    private int used;

    /** @param idOf the attempt in a slot */
    SlotIndex(IntFunction<AttemptId> idOf) {
        this.idOf = idOf;
        clear();
    }

    void clear() {
        slots = empty(FIRST_SIZE);
        used = 0;
    }

    /** @return the slot, or -1 */
    int find(AttemptId attempt) {
        for (int at = place(attempt, slots.length); ; at = (at + 1) & (slots.length - 1)) {
            int slot = slots[at];
            if (slot == NONE || idOf.apply(slot).equals(attempt)) {
                return slot;
            }
        }
    }

    /** @param attempt not yet in the index */
    void add(AttemptId attempt, int slot) {
        if (2 * (used + 1) > slots.length) {
            int[] old = slots;
            slots = empty(2 * old.length);
            for (int moved : old) {
                if (moved != NONE) {
                    put(idOf.apply(moved), moved);
                }
            }
        }
        put(attempt, slot);
        used++;
    }

    private void put(AttemptId attempt, int slot) {
        int at = place(attempt, slots.length);
        while (slots[at] != NONE) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = slot;
    }

    private static int[] empty(int size) {
        int[] slots = new int[size];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** Ids are ordered by time: their bits must be mixed (Fibonacci hashing, Knuth vol. 3, sec. 6.4). */
    private static int place(AttemptId attempt, int size) {
        long bits =
                attempt.uuid().getMostSignificantBits() * 31 + attempt.uuid().getLeastSignificantBits();
        return (int) (((bits ^ (bits >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32) & (size - 1);
    }
}
