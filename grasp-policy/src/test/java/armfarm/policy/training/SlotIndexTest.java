package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SlotIndexTest {
    @Property(tries = 30, seed = "5")
    void findsEveryAttemptAndNoOther(@ForAll @IntRange(max = 5000) int count, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AttemptId> attempts = new ArrayList<>();
        SlotIndex index = new SlotIndex(attempts::get);

        for (int slot = 0; slot < count; slot++) {
            // Many of the same millisecond, as several arms make them.
            attempts.add(AttemptId.next(Instant.ofEpochMilli(slot / 8), random));
            index.add(attempts.get(slot), slot);
        }

        for (int slot = 0; slot < count; slot++) {
            assertThat(index.find(attempts.get(slot))).isEqualTo(slot);
        }
        assertThat(index.find(AttemptId.next(Instant.EPOCH, random))).isEqualTo(-1);
    }
}
