package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.policy.training.TrainingProgress;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainerStatusTest {
    private static final TrainerStatus TRAINING =
            TrainerStatus.training(3, new TrainingProgress(25, 100, OptionalDouble.of(0.5)), Duration.ofSeconds(2));

    @Test
    void saysWhatItIsInWords() {
        assertThat(TrainerStatus.idle().text()).isEqualTo("waiting");
        assertThat(TRAINING.state()).isEqualTo("training");
        assertThat(TRAINING.text()).isEqualTo("training round 3: 25%");
        assertThat(TRAINING.waitingFor(450, 3).text()).isEqualTo("next round at 450");
        assertThat(TrainerStatus.failed("the disk is full", 3).text()).isEqualTo("failed: the disk is full");
        assertThat(TrainerStatus.notRunning().text()).isEqualTo("not running");
    }

    @Test
    void isTheSameWhenAnotherProcessTellsIt() {
        assertThat(told(TRAINING)).isEqualTo(TRAINING);
        assertThat(told(TRAINING.waitingFor(450, 3))).isEqualTo(TRAINING.waitingFor(450, 3));
        TrainerStatus failed = TrainerStatus.failed("the disk is full", 3);
        assertThat(told(failed)).isEqualTo(failed);
        assertThat(told(failed).failure()).contains("the disk is full");
    }

    @Test
    void keepsLossAndTimeOfTheLatestRoundWhenItDoesNotTrain() {
        TrainerStatus waiting = TRAINING.waitingFor(450, 3);
        assertThat(waiting.isTraining()).isFalse();
        assertThat(waiting.loss()).hasValue(0.5);
        assertThat(waiting.took()).isEqualTo(Duration.ofSeconds(2));

        TrainerStatus silent = TRAINING.silent();
        assertThat(silent.kind()).isEqualTo(TrainerStatus.Kind.NOT_RUNNING);
        assertThat(silent.isTraining()).isFalse();
        assertThat(silent.round()).isEqualTo(3);
        assertThat(silent.drawsTotal()).isZero();
        assertThat(silent.failure()).isEmpty();
    }

    private static TrainerStatus told(TrainerStatus status) {
        return TrainerStatus.told(
                status.state(), status.round(), status.drawsDone(), status.drawsTotal(), status.loss(), status.took());
    }
}
