package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.ArmId;
import armfarm.simulation.gazebo.GazeboProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorldTallyTest {
    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void countsFromWhereItBegan() {
        WorldTally tally = new WorldTally(100, world(50, 500, 900, 7));

        tally.add(110, world(56, 560, 930, 12));

        assertThat(tally.simulatedSeconds()).isEqualTo(6, EXACT);
        assertThat(tally.wallSeconds()).isEqualTo(10, EXACT);
        assertThat(tally.realTimeFactor()).isEqualTo(0.6, EXACT);
        assertThat(tally.hertz().lowest()).isEqualTo(5, EXACT);
        assertThat(tally.hertz().median()).isEqualTo(7.5, EXACT);
        assertThat(tally.cpu()).isEqualTo(Duration.ofSeconds(5));
        assertThat(tally.restarts()).isZero();
    }

    @Test
    void speedIsOfPiecesOfTwoSeconds() {
        WorldTally tally = new WorldTally(0, world(0, 0, 0, 0));
        double simulated = 0;
        for (double speed : new double[] {1, 0.2, 0.5}) {
            for (int i = 0; i < 4; i++) {
                double wall = tally.wallSeconds() + 0.5;
                simulated += 0.5 * speed;
                tally.add(wall, world(simulated, 0, 0, 0));
            }
        }

        assertThat(tally.speed().median()).isEqualTo(0.5, EXACT);
        assertThat(tally.speed().lowest()).isEqualTo(0.2, EXACT);
    }

    @Test
    void aWorldThatBeginsAnewGoesOnCounting() {
        WorldTally tally = new WorldTally(0, world(50, 500, 500, 30));
        tally.add(1, world(51, 510, 510, 31));

        tally.add(10, world(3, 20, 30, 2));

        assertThat(tally.simulatedSeconds()).isEqualTo(4, EXACT);
        assertThat(tally.hertz().lowest()).isEqualTo(7.5, EXACT);
        assertThat(tally.hertz().median()).isEqualTo(8.75, EXACT);
        assertThat(tally.cpu()).isEqualTo(Duration.ofSeconds(3));
        assertThat(tally.restarts()).isEqualTo(1);
    }

    @Test
    void anArmWithoutImagesIsTheLowest() {
        WorldTally tally = new WorldTally(0, world(0, 0, 0, 0));

        tally.add(1, world(1, 10, 0, 0));

        assertThat(tally.hertz()).isEqualTo(new Spread(5, 0));
    }

    @Test
    void medianIsTheMiddleOrBetweenTheTwoThere() {
        assertThat(Spread.of(List.of(3.0, 1.0, 9.0))).isEqualTo(new Spread(3, 1));
        assertThat(Spread.of(List.of(3.0, 1.0, 9.0, 5.0))).isEqualTo(new Spread(4, 1));
    }

    private static GazeboProgress world(double simulatedSeconds, long first, long second, long cpuSeconds) {
        return new GazeboProgress(
                simulatedSeconds,
                Map.of(new ArmId("arm_1"), first, new ArmId("arm_2"), second),
                Optional.of(Duration.ofSeconds(cpuSeconds)));
    }
}
