package armfarm.controller.dashboard;

import java.util.OptionalLong;

/**
 * How many attempts there are, and what became of them.
 *
 * @param total ended attempts in this data folder, of all runs
 * @param perSecond over the last seconds, not since the start
 * @param target the total at which the run ends
 */
public record AttemptsView(
        long total, double perSecond, OptionalLong target, long stored, long aborted, long rejected, long duplicates) {}
