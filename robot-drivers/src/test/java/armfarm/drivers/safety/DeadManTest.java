package armfarm.drivers.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadManTest {
    private final DeadMan deadMan = new DeadMan();

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            deadMan.tick();
        }
    }

    @Test
    void forbidsMotionUntilTheFirstBeat() {
        assertThat(deadMan.refusal()).contains("no heartbeat of a controller yet");
        assertThat(deadMan.heard()).isFalse();
    }

    @Test
    void allowsMotionWhileBeatsCome() {
        for (int i = 0; i < 100; i++) {
            deadMan.beat(true);
            tick(DeadMan.SILENT_TICKS - 1);
            assertThat(deadMan.refusal()).isEmpty();
        }
    }

    @Test
    void forbidsMotionAfterSilenceAndAllowsItWithTheNextBeat() {
        deadMan.beat(true);
        tick(DeadMan.SILENT_TICKS);

        assertThat(deadMan.refusal()).contains("no heartbeat of a controller for 0.5 s");

        deadMan.beat(true);
        assertThat(deadMan.refusal()).isEmpty();
    }

    @Test
    void silenceIsShorterThanASecond() {
        assertThat((DeadMan.SILENT_TICKS + 1) * DeadMan.BEAT_MILLISECONDS).isLessThan(1000);
    }

    @Test
    void aForbiddingBeatCountsMoreThanAnAllowingOne() {
        deadMan.beat(false);
        tick(1);
        deadMan.beat(true);

        assertThat(deadMan.refusal()).contains("the controller says stop");

        for (int i = 0; i < DeadMan.SILENT_TICKS; i++) {
            tick(1);
            deadMan.beat(true);
        }
        assertThat(deadMan.refusal()).isEmpty();
    }
}
