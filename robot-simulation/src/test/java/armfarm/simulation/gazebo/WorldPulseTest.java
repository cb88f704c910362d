package armfarm.simulation.gazebo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WorldPulseTest {
    private double wall = 1_000;
    private double simulated;
    private final WorldPulse pulse = new WorldPulse(() -> wall);

    @Test
    void aWorldThatGoesOnHasNoProblemAndASpeed() {
        run(0.5, 0.5);
        assertThat(pulse.realTimeFactor()).isEmpty();
        run(1, 0.5);
        assertThat(pulse.realTimeFactor().orElseThrow())
                .as("a farm may be done in seconds")
                .isCloseTo(0.5, within(0.1));

        run(11.5, 0.5);

        assertThat(pulse.realTimeFactor().orElseThrow()).isCloseTo(0.5, within(0.01));
        assertThat(pulse.problem()).isEmpty();
        assertThat(pulse.slowness()).isEmpty();
        assertThat(pulse.simulatedSeconds()).isCloseTo(6.5, within(0.05));
    }

    @Test
    void aClockThatStandsStillIsAWorldThatHangs() {
        run(20, 1);
        wall += 19;
        assertThat(pulse.problem()).isEmpty();

        wall += 2;

        assertThat(pulse.problem().orElseThrow()).contains("hangs").contains("21 s");
    }

    @Test
    void aWorldWithoutAnyClockHangsToo() {
        wall += 19;
        assertThat(pulse.problem()).as("a busy machine").isEmpty();
        wall += 2;

        assertThat(pulse.problem().orElseThrow()).contains("hangs");
    }

    @Test
    void aSlowWorldIsToldAndNotTakenForABrokenOne() {
        run(4, 0.08);
        assertThat(pulse.slowness()).as("a busy moment").isEmpty();

        run(16, 0.08);

        assertThat(pulse.slowness().orElseThrow()).contains("0.08").contains("0.1");
        assertThat(pulse.problem()).isEmpty();
    }

    @Test
    void whatAnArmReportsIsTheProblem() {
        run(20, 1);

        pulse.failed("arm_2: joint_3 is not a number");

        assertThat(pulse.problem()).contains("arm_2: joint_3 is not a number");
    }

    @Test
    void aWorldInPlaceOfABrokenOneIsWhole() {
        run(20, 1);
        pulse.failed("arm_2: joint_3 is not a number");

        simulated = 0;
        run(0.9, 1);

        assertThat(pulse.problem()).isEmpty();
        assertThat(pulse.realTimeFactor()).isEmpty();
    }

    /** Ticks 50 times a second, as the plugin does. */
    private void run(double seconds, double factor) {
        for (int i = 0; i < seconds * 50; i++) {
            wall += 0.02;
            simulated += 0.02 * factor;
            pulse.ticked(simulated);
        }
    }
}
