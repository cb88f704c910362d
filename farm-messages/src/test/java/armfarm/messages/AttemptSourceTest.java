package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptSourceTest {
    @ParameterizedTest
    @CsvSource({
        "lab_2016, imported:lab_2016",
        "robot_pushing-v0.1, imported:robot_pushing-v0.1",
        "night 3 (b), imported:night_3__b_",
        "'', imported:unnamed"
    })
    void aDataSetIsCalledAsItsFolder(String folder, String source) {
        assertThat(AttemptSource.ofFile(AttemptSource.IMPORTED_KIND, folder)).hasToString(source);
    }

    @Test
    void aNameThatIsTooLongIsCut() {
        assertThat(AttemptSource.ofFile(AttemptSource.BAG_KIND, "x".repeat(300)).name())
                .isEqualTo("bag:" + "x".repeat(64));
    }

    @Test
    void theKindIsWhatComesBeforeTheName() {
        assertThat(new AttemptSource("bag:run_1").kind()).isEqualTo("bag");
        assertThat(AttemptSource.GAZEBO.kind()).isEqualTo("gazebo");
    }

    @Test
    void whatDoesNotSayItIsTheFarmsOwnOrAnImportWithoutAName() {
        assertThat(AttemptSource.unsaid(Purpose.COLLECTION)).isEqualTo(AttemptSource.OWN);
        assertThat(AttemptSource.unsaid(Purpose.EVALUATION)).isEqualTo(AttemptSource.OWN);
        assertThat(AttemptSource.unsaid(Purpose.IMPORT)).hasToString("imported:unnamed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gazebo", "imported:", "imported:a b", ":x", "bag:a:b", "3d"})
    void refusesWhatIsNoSource(String name) {
        assertThatThrownBy(() -> new AttemptSource(name))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Source '" + name + "' is not valid")
                .hasMessageContaining("expected a kind");
    }
}
