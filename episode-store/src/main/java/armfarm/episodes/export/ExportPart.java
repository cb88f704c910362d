package armfarm.episodes.export;

import armfarm.episodes.Split;

/**
 * A piece of the export that is written, or written again, as a whole: one data file and what goes with it.
 *
 * @param number among all parts, from 0
 * @param index among the split's parts, from 0
 * @param partsOfSplit how many the split has
 * @param members attempts of the snapshot in it
 */
public record ExportPart(int number, Split split, int index, int partsOfSplit, long members) {}
