package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.FarmException;
import armfarm.policy.network.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
    private final TrainingConfig config = TrainingConfig.defaults();

    @Test
    void growsRoundsWithTheDataUpToALimit() {
        List<Integer> rounds = new ArrayList<>();
        for (int attempts = 0; attempts < 4000; attempts = rounds.get(rounds.size() - 1)) {
            rounds.add(config.nextRoundAt(attempts));
        }

        assertThat(rounds)
                .containsExactly(
                        300, 400, 500, 600, 700, 805, 926, 1065, 1225, 1409, 1620, 1863, 2142, 2463, 2832, 3257, 3746,
                        4308);
    }

    @Test
    void beginsAnewWhenTheDataHasOutgrownTheWeights() {
        List<Integer> anew = new ArrayList<>();
        int beganAnewAt = 0;
        for (int attempts = config.nextRoundAt(0); attempts < 10_000; attempts = config.nextRoundAt(attempts)) {
            if (config.beginsAnew(attempts, beganAnewAt)) {
                beganAnewAt = attempts;
                anew.add(attempts);
            }
        }

        assertThat(anew).containsExactly(300, 600, 1225);
    }

    @Test
    void learnsNothingByHeart() {
        assertThat(config.drawsFor(300, false)).isEqualTo(72 * 300);
        assertThat(config.drawsFor(1_000, false)).isEqualTo(72 * 1_000);
        assertThat(config.drawsFor(6_000, false)).isEqualTo(config.fresh().maxDraws());
    }

    @Test
    void movesCropsWhereTheyWouldBeLearnedByHeart() {
        assertThat(config.cropShiftFor(300)).isEqualTo(2);
        assertThat(config.cropShiftFor(1_500)).isEqualTo(2);
        assertThat(config.cropShiftFor(7_000)).isZero();
    }

    @Test
    void drawsALittleOfEverythingToGoOn() {
        assertThat(config.drawsFor(450, true)).isEqualTo(36 * 450);
        assertThat(config.drawsFor(3_000, true)).isEqualTo(config.goingOn().minDraws());
        assertThat(config.drawsFor(15_000, true)).isEqualTo(45_000);
        assertThat(config.drawsFor(1_000_000, true)).isEqualTo(config.goingOn().maxDraws());
    }

    @Test
    void coolsTheLearningRateAlongACosine() {
        assertThat(config.learningRateAt(0, false)).isCloseTo(2e-3, within(1e-9));
        assertThat(config.learningRateAt(0.5, false)).isCloseTo((2e-3 + 4e-5) / 2, within(1e-9));
        assertThat(config.learningRateAt(1, false)).isCloseTo(4e-5, within(1e-9));
    }

    @Test
    void startsCoolerToGoOn() {
        assertThat(config.learningRateAt(0, true)).isCloseTo(1e-3, within(1e-9));
        assertThat(config.learningRateAt(1, true)).isCloseTo(4e-5, within(1e-9));
    }

    @Test
    void namesTheKeyThatIsWrong() {
        assertThatThrownBy(() -> new TrainingConfig(
                        300,
                        0,
                        100,
                        750,
                        config.fresh(),
                        new TrainingConfig.GoingOn(3, 4000, 60000, 1e-3),
                        64,
                        2e-3,
                        4e-5,
                        new TrainingConfig.Regularisation(0.03, 2),
                        NetworkConfig.defaults()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("learning.round_growth is 0");
    }
}
