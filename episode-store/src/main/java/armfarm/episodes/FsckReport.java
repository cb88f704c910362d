package armfarm.episodes;

import java.util.List;

/**
 * What a check of the whole store found.
 *
 * @param attempts stored
 * @param frames in the index
 * @param missing frames whose bytes are not there
 * @param badHash frames whose bytes are not those that were stored, and sealed shards with a wrong hash
 * @param duplicateIds attempt ids stored more than once
 * @param orphanBytes bytes in the shard folder that no row refers to; harmless, the rest of a crash
 * @param problems what is wrong, one line each, at most 100
 * @param purgedFrames frames whose bytes were removed on purpose
 * @param knownLostFrames frames that an earlier repair found missing or damaged; their attempts are left out of training
 * @param repaired what a repair did, or would do, one line each; empty for a check
 */
public record FsckReport(
        long attempts,
        long frames,
        long missing,
        long badHash,
        long duplicateIds,
        long orphanBytes,
        List<String> problems,
        long purgedFrames,
        long knownLostFrames,
        List<String> repaired) {
    public FsckReport {
        problems = List.copyOf(problems);
        repaired = List.copyOf(repaired);
    }

    /** The same with what a repair did. */
    public FsckReport withRepaired(List<String> lines) {
        return new FsckReport(
                attempts,
                frames,
                missing,
                badHash,
                duplicateIds,
                orphanBytes,
                problems,
                purgedFrames,
                knownLostFrames,
                lines);
    }

    /** Nothing is lost or damaged that is not written down as such. */
    public boolean ok() {
        return problems.isEmpty() && missing == 0 && badHash == 0 && duplicateIds == 0;
    }
}
