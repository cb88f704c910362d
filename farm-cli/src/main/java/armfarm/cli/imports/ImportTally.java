package armfarm.cli.imports;

import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the messages and attempts of one recording. Confined to one thread. */
public final class ImportTally {
    /** More reasons than this are counted together: texts in the reasons come from the recording. */
    private static final int MAX_REASONS = 50;

    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<String, Long> attemptsRejected = new TreeMap<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private long ignored;

    public void ignore() {
        ignored++;
    }

    public void reject(String reason) {
        count(rejected, reason, 1);
    }

    public void rejectAttempt(String reason) {
        count(attemptsRejected, reason, 1);
    }

    /** Something that is not known of an attempt that was made all the same. */
    public void note(String what) {
        count(notes, what, 1);
    }

    private static void count(Map<String, Long> counts, String reason, long by) {
        boolean known = counts.containsKey(reason) || counts.size() < MAX_REASONS;
        counts.merge(known ? reason : "other reasons", by, Long::sum);
    }

    public long ignored() {
        return ignored;
    }

    public Map<String, Long> rejected() {
        return rejected;
    }

    /** Of attempts, by what is not known of them. */
    public Map<String, Long> notes() {
        return notes;
    }

    public Map<String, Long> attemptsRejected() {
        return attemptsRejected;
    }
}
