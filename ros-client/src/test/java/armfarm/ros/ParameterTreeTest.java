package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTreeTest {
    private final ParameterTree tree = new ParameterTree();

    @Test
    void findsAValueByNameAndInItsStruct() {
        tree.set("/arm/speed", 2);
        tree.set("/arm/limits", Map.of("x", 1.5));

        assertThat(tree.get("/arm/limits/x")).contains(1.5);
        assertThat(tree.get("/arm")).contains(Map.of("speed", 2, "limits", Map.of("x", 1.5)));
        assertThat(tree.names()).containsExactly("/arm/speed", "/arm/limits/x");
    }

    @Test
    void aValueGivesWayToANamespace() {
        tree.set("/a", 1);
        tree.set("/a/b", 2);

        assertThat(tree.get("/")).contains(Map.of("a", Map.of("b", 2)));
    }

    @Test
    void deletesOnlyWhatIsNamed() {
        tree.set("/a/b", 1);
        tree.set("/a/c", 2);

        assertThat(tree.delete("/a/b")).isTrue();
        assertThat(tree.delete("/a/b")).isFalse();
        assertThat(tree.names()).containsExactly("/a/c");
    }

    @Test
    void theRootIsAStruct() {
        assertThatThrownBy(() -> tree.set("/", 1)).hasMessageContaining("struct");

        tree.set("/", Map.of("a", 1));

        assertThat(tree.names()).containsExactly("/a");
    }
}
