package armfarm.episodes;

import armfarm.messages.OutcomeLabel;
import java.time.Instant;
import java.util.Optional;

/**
 * One opinion about an attempt as it is stored. Immutable.
 *
 * @param id grows in the order of storing
 * @param labelledBy the person, for a label of source HUMAN
 * @param note why, as the person wrote it
 */
public record LabelRecord(
        long id, OutcomeLabel label, Instant labelledAt, Optional<String> labelledBy, Optional<String> note) {}
