package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderSequenceTest {
    private final HeaderSequence sequence = new HeaderSequence();

    @Test
    void countsWhatIsMissingBetweenTwoMessages() {
        assertThat(missedAfter(7, 8, 9, 12, 13, 15)).isEqualTo(3);
    }

    @Test
    void aPublisherThatDoesNotCountMissesNothing() {
        assertThat(missedAfter(0, 0, 0, 0)).isZero();
    }

    @Test
    void aRestartedPublisherMissesNothing() {
        assertThat(missedAfter(500, 501, 0, 1, 3_000_000_000L, 3_000_000_001L)).isZero();
    }

    @Test
    void theNumberMayOverflow() {
        assertThat(missedAfter(4_294_967_294L, 4_294_967_295L, 0, 1))
                .as("none so far")
                .isZero();
        assertThat(missedAfter(4_294_967_295L, 1)).isEqualTo(1);
    }

    private long missedAfter(long... numbers) {
        for (long number : numbers) {
            sequence.saw(number);
        }
        return sequence.missed();
    }
}
