package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.CameraInfo;
import armfarm.messages.FailureCause;
import armfarm.messages.Pose;
import armfarm.policy.network.AuxiliaryTargets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuxiliaryLabelTest {
    private static final Pose POSE = Pose.topDown(0.5, 0, 0.1, 0);

    private static short label(boolean success, Double opening, FailureCause cause) {
        return AuxiliaryLabel.of(new TrainingExample(
                1,
                new AttemptId(new UUID(1, 2)),
                success,
                POSE,
                POSE,
                new CameraInfo(64, 48, 80, 81, 32.5, 24.5, POSE),
                new ImageRef("shard", 0, 1, 0),
                Optional.empty(),
                false,
                Split.TRAIN,
                opening == null ? OptionalDouble.empty() : OptionalDouble.of(opening),
                Optional.ofNullable(cause),
                AttemptSource.OWN,
                Optional.empty()));
    }

    @Test
    void knowsNothingOfAnAttemptOfWhichOnlyAFailureIsKnown() {
        assertThat(label(false, null, null)).isEqualTo(AuxiliaryLabel.UNKNOWN);
    }

    @Test
    void tellsApartWhatWasLostHeldAndNeverTouched() {
        assertThat(label(false, 0.03, FailureCause.SLIPPED) >> 10 & 3).isEqualTo(2);
        assertThat(label(true, 0.03, FailureCause.SLIPPED) >> 10 & 3).isEqualTo(1);
        assertThat(label(true, null, null) >> 10 & 3).isEqualTo(1);
        assertThat(label(false, 0.0003, FailureCause.EMPTY) >> 10 & 3).isZero();
        assertThat(label(false, 0.0003, FailureCause.BLOCKED) >> 10 & 3).isZero();
        assertThat(label(false, 0.02, FailureCause.BLOCKED) >> 10 & 3).isEqualTo(2);
    }

    @Test
    void keepsWhetherItWasStoppedAndTheOpeningToAThirdOfAMillimetre() {
        assertThat(label(false, 0.0, FailureCause.BLOCKED) >> 8 & 3).isEqualTo(2);
        assertThat(label(false, 0.0, FailureCause.EMPTY) >> 8 & 3).isEqualTo(1);
        assertThat(label(false, 0.02, null) >> 8 & 3).isZero();
        assertThat(label(false, 0.02, null) & 0xff).isEqualTo(64);
        assertThat(label(false, 0.5, null) & 0xff).isEqualTo(254);
        assertThat(label(true, AuxiliaryTargets.FULL_OPENING_METERS / 2, null) & 0xff)
                .isEqualTo(127);
    }

    @Test
    void knowsWhyAGraspFailedAndNothingOfThatWhereItDidNot() {
        assertThat(label(false, 0.0, FailureCause.EMPTY) >> 12 & 3).isEqualTo(1);
        assertThat(label(false, 0.03, FailureCause.SLIPPED) >> 12 & 3).isEqualTo(2);
        assertThat(label(false, 0.03, FailureCause.BLOCKED) >> 12 & 3).isEqualTo(3);
        assertThat(label(true, 0.03, FailureCause.SLIPPED) >> 12 & 3).isZero();
        assertThat(label(false, 0.03, null) >> 12 & 3).isZero();
    }

    @Test
    void examplesKeepTheLabelWithTheirSlotWhenTheyChangePlaces() {
        Examples examples = new Examples();
        short stopped = label(false, 0.02, FailureCause.BLOCKED);
        examples.add(7, false, stopped, 0);
        examples.add(8, true, AuxiliaryLabel.UNKNOWN, 0);

        examples.swap(0, 1);

        assertThat(examples.slot(1)).isEqualTo(7);
        assertThat(examples.auxiliary(1)).isEqualTo(stopped);
        assertThat(examples.auxiliary(0)).isEqualTo(AuxiliaryLabel.UNKNOWN);
    }

    @Test
    void examplesKeepTheLabelWithTheirSlotWhenTheyAreGroupedBySource() {
        Examples examples = new Examples();
        short stopped = label(false, 0.02, FailureCause.BLOCKED);
        examples.add(7, false, stopped, 1);
        examples.add(8, true, AuxiliaryLabel.UNKNOWN, 0);

        assertThat(examples.group(2)).containsExactly(0, 1, 2);

        assertThat(examples.slot(0)).isEqualTo(8);
        assertThat(examples.auxiliary(0)).isEqualTo(AuxiliaryLabel.UNKNOWN);
        assertThat(examples.slot(1)).isEqualTo(7);
        assertThat(examples.auxiliary(1)).isEqualTo(stopped);
    }
}
