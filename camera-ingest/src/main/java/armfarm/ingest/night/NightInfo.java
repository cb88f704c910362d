package armfarm.ingest.night;

import java.time.Instant;

/**
 * What the first record of a recording says about it.
 *
 * @param topic that was recorded
 * @param source address of the broker
 * @param startedAt by the recorder's clock
 * @param softwareVersion of the recorder
 */
public record NightInfo(String topic, String source, Instant startedAt, String softwareVersion) {}
