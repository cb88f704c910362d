package armfarm.controller.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import armfarm.messages.ObjectSet;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.ObjectSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneObjectsTest {
    @ParameterizedTest
    @ValueSource(strings = {"heldout", "training", "heldout-kinds", "kind:mug", "kind:box"})
    void everyWordComesBack(String word) {
        assertThat(SceneObjects.parse(word).orElseThrow().label()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "held_out", "kind:", "kind:cup", "mug", "kind:MUG"})
    void otherWordsAreNone(String word) {
        assertThat(SceneObjects.parse(word)).isEmpty();
    }

    @Test
    void oneKindIsOfObjectsThatAreNotPractisedWith() {
        SceneObjects mugs = SceneObjects.parse("kind:mug").orElseThrow();

        for (Set<ObjectSpec.Kind> heldOut : List.of(Set.of(ObjectSpec.Kind.MUG), Set.<ObjectSpec.Kind>of())) {
            assertThat(mugs.catalog(heldOut).pool(mugs.set()))
                    .isNotEmpty()
                    .allMatch(object -> object.kind() == ObjectSpec.Kind.MUG)
                    .noneMatch(object -> object.id().startsWith("train-"));
        }
    }

    @Test
    void heldOutKindsThatThereAreNoneOfAreRefused() {
        ObjectCatalog all = ObjectCatalog.withHeldOut(Set.of());
        List<Long> seeds = List.of(1L);

        assertThatThrownBy(() ->
                        new EvaluationScenes(all, ObjectSet.HELD_OUT_KINDS, 3, seeds, OptionalLong.empty(), 64, 64))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("no objects of the set held_out_kinds")
                .hasMessageContaining("simulation.held_out_kinds");
    }
}
