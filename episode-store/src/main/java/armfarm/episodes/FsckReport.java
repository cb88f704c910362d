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
 */
public record FsckReport(
        long attempts,
        long frames,
        long missing,
        long badHash,
        long duplicateIds,
        long orphanBytes,
        List<String> problems) {
    public FsckReport {
        problems = List.copyOf(problems);
    }

    /** Nothing stored is lost or damaged. */
    public boolean ok() {
        return problems.isEmpty() && missing == 0 && badHash == 0 && duplicateIds == 0;
    }
}
