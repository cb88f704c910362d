package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import org.junit.jupiter.api.Test;

class EliteSearchTest extends GraspSearchContract {
    @Override
    GraspSearch search() {
        return EliteSearchConfig.defaults().newSearch();
    }

    @Test
    void refusesMoreElitesThanSamples() {
        assertThatThrownBy(() -> new EliteSearchConfig(4, 4, 6, 3, 0.01, 0.3, 0.005))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("6 elites");
    }
}
