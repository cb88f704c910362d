package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FailureCauseTest {
    private static final OptionalDouble DOWN = OptionalDouble.of(0.0004);
    private static final OptionalDouble NOTHING = OptionalDouble.of(0.0003);

    @Test
    void fingersThatClosedOnNothingAreEmpty() {
        assertThat(FailureCause.of(DOWN, NOTHING, false)).contains(FailureCause.EMPTY);
        assertThat(FailureCause.of(OptionalDouble.empty(), NOTHING, false)).contains(FailureCause.EMPTY);
    }

    @Test
    void whatWasLiftedAndIsGoneHasSlipped() {
        assertThat(FailureCause.of(DOWN, NOTHING, true)).contains(FailureCause.SLIPPED);
        assertThat(FailureCause.of(DOWN, OptionalDouble.of(0.03), false)).contains(FailureCause.SLIPPED);
        assertThat(FailureCause.of(DOWN, OptionalDouble.empty(), true)).contains(FailureCause.SLIPPED);
    }

    @Test
    void aGripperStoppedOnItsWayDownIsBlockedWhateverFollowed() {
        OptionalDouble stopped = OptionalDouble.of(0.0031);

        assertThat(FailureCause.of(stopped, NOTHING, false)).contains(FailureCause.BLOCKED);
        assertThat(FailureCause.of(stopped, OptionalDouble.of(0.03), true)).contains(FailureCause.BLOCKED);
        assertThat(FailureCause.of(stopped, OptionalDouble.empty(), false)).contains(FailureCause.BLOCKED);
        assertThat(FailureCause.of(OptionalDouble.of(0.003), NOTHING, false)).contains(FailureCause.EMPTY);
    }

    @Test
    void nothingIsSaidWhereTheOpeningWasNotRecorded() {
        assertThat(FailureCause.of(OptionalDouble.empty(), OptionalDouble.empty(), false))
                .isEmpty();
        assertThat(FailureCause.of(DOWN, OptionalDouble.empty(), false)).isEmpty();
    }
}
