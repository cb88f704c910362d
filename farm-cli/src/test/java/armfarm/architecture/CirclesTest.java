package armfarm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CirclesTest {
    @Test
    void findsEachCircleWithAllThatBelongToIt() {
        Map<String, Set<String>> uses = Map.of(
                "a", Set.of("b"),
                "b", Set.of("c", "d"),
                "c", Set.of("a", "f"),
                "d", Set.of("e"),
                "e", Set.of("d", "f"),
                "f", Set.of());

        assertThat(Circles.among(uses)).containsExactlyInAnyOrder(Set.of("a", "b", "c"), Set.of("d", "e"));
    }
}
