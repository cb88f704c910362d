package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmIdTest {
    @Test
    void acceptsRosNames() {
        assertThat(new ArmId("arm_1")).hasToString("arm_1");
        assertThat(new ArmId("A".repeat(63)).name()).hasSize(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1arm", "_arm", "arm-1", "arm/1", "arm 1", "ärm"})
    void refusesOthersWithTheRule(String name) {
        assertThatThrownBy(() -> new ArmId(name))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("expected a letter");
    }
}
