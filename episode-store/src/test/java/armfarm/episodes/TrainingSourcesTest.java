package armfarm.episodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.AttemptSource;
import armfarm.messages.FarmException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSourcesTest {
    private static final TrainingSources MIXED =
            TrainingSources.of(Map.of("own", 1.0, "gazebo", 2.0, "imported", 0.5, "imported:bad", 0.0));

    @ParameterizedTest
    @CsvSource({
        "embedded, own",
        "ros, own",
        "own, own",
        "gazebo, gazebo",
        "imported:lab, imported",
        "imported:bad, ''",
        "bag:run, ''"
    })
    void anAttemptBelongsToWhatNamesItsSourceElseToItsGroup(String source, String choice) {
        assertThat(MIXED.choice(new AttemptSource(source)).orElse("")).isEqualTo(choice);
    }

    @Test
    void itsTextGivesItBack() {
        TrainingSources within = MIXED.within(new TrainingSources.Box(0.1, 0.7, -0.25, 0.25, 0.0095, 1e-3));

        assertThat(TrainingSources.parse(MIXED.toString())).isEqualTo(MIXED);
        assertThat(TrainingSources.parse(within.toString())).isEqualTo(within);
        assertThat(TrainingSources.parse(within.withDepthOnly().toString())).isEqualTo(within.withDepthOnly());
        assertThat(TrainingSources.parse("own=1.0 with depth")).isEqualTo(TrainingSources.OWN.withDepthOnly());
        assertThat(MIXED).hasToString("gazebo=2.0 imported=0.5 imported:bad=0.0 own=1.0");
    }

    @Test
    void practiceAloneIsHashedAsBeforeThereWasAChoice() {
        assertThat(TrainingSet.hashedFirst(TrainingSources.OWN)).isEmpty();
        assertThat(TrainingSet.hashedFirst(TrainingSources.OWN.withDepthOnly()))
                .isEqualTo("sources own=1.0 with depth\n");
        assertThat(TrainingSet.hashedFirst(MIXED)).isEqualTo("sources " + MIXED + "\n");
    }

    @ParameterizedTest
    @CsvSource({"gazbo, 1", "imported:a b, 1", "gazebo:x, 1", "own, -1", "own, NaN", "own, 0"})
    void refusesWhatMeansNothing(String name, double weight) {
        assertThat(TrainingSources.problem(Map.of(name, weight)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("expected"));
        assertThatThrownBy(() -> TrainingSources.of(Map.of(name, weight))).isInstanceOf(FarmException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "own", "own=1 within 3", "own=x"})
    void saysWhichTextItCannotRead(String text) {
        assertThatThrownBy(() -> TrainingSources.parse(text))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Sources '" + text + "' cannot be read");
    }
}
