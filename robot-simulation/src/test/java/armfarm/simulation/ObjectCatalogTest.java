package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ObjectSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectCatalogTest {
    private final ObjectCatalog catalog = ObjectCatalog.defaults();

    @Test
    void sameSeedGivesTheSameObjects() {
        assertThat(new ObjectCatalog(5, 50, 20).pool(ObjectSet.TRAINING))
                .isEqualTo(new ObjectCatalog(5, 50, 20).pool(ObjectSet.TRAINING));
        assertThat(new ObjectCatalog(6, 50, 20).pool(ObjectSet.TRAINING))
                .isNotEqualTo(new ObjectCatalog(5, 50, 20).pool(ObjectSet.TRAINING));
    }

    @Test
    void poolsShareNoShape() {
        Set<List<ObjectPart>> training = new HashSet<>();
        catalog.pool(ObjectSet.TRAINING).forEach(object -> training.add(object.parts()));

        assertThat(catalog.pool(ObjectSet.HELD_OUT)).hasSize(300).noneMatch(o -> training.contains(o.parts()));
        assertThat(training).hasSize(1000);
    }

    @Test
    void idsNamePoolAndIndex() {
        assertThat(catalog.pool(ObjectSet.TRAINING).get(42).id()).isEqualTo("train-0042");
        assertThat(catalog.pool(ObjectSet.HELD_OUT).get(7).id()).isEqualTo("held-0007");
    }

    @Test
    void objectsAreOfTheStatedSizeMassAndFriction() {
        assertThat(catalog.pool(ObjectSet.TRAINING)).allSatisfy(object -> {
            assertThat(object.massKilograms()).isBetween(0.03, 0.35);
            assertThat(object.friction()).isBetween(0.5, 1.0);
            float[] v = Mesh.of(object.parts()).vertices;
            for (int axis = 0; axis < 3; axis++) {
                float low = Float.MAX_VALUE;
                float high = -Float.MAX_VALUE;
                for (int i = axis; i < v.length; i += 3) {
                    low = Math.min(low, v[i]);
                    high = Math.max(high, v[i]);
                }
                assertThat(high - low).isBetween(0.009f, 0.121f);
            }
        });
    }

    @Test
    void everyKindOccursAndAboutAFifthIsSoft() {
        List<ObjectSpec> pool = catalog.pool(ObjectSet.TRAINING);

        assertThat(pool).extracting(ObjectSpec::kind).contains(ObjectSpec.Kind.values());
        assertThat(pool.stream().filter(ObjectSpec::soft).count()).isBetween(150L, 250L);
        assertThat(pool.stream()
                        .filter(ObjectSpec::soft)
                        .mapToDouble(o -> o.contactStiffnessNewtonsPerMeter().orElseThrow()))
                .allSatisfy(stiffness -> assertThat(stiffness).isBetween(2_500.0, 10_000.0));
    }
}
