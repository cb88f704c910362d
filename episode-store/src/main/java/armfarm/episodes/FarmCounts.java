package armfarm.episodes;

/**
 * What the store holds.
 *
 * @param attempts made, as far as the store can know: the sum over the arms of the highest attempt number seen and the
 *     imported ones, and at least stored + rejected
 * @param stored attempts stored, the aborted ones too
 * @param rejected attempts of which records were rejected and nothing was stored
 * @param rejectedRecords records kept with a reason
 * @param aborted stored attempts that did not complete
 * @param duplicates attempts that arrived again after they were stored
 * @param practice stored attempts made to learn from
 * @param evaluation stored attempts made to measure
 * @param imported stored attempts that were read from recordings
 */
public record FarmCounts(
        long attempts,
        long stored,
        long rejected,
        long rejectedRecords,
        long aborted,
        long duplicates,
        long models,
        long frames,
        long practice,
        long evaluation,
        long imported) {}
