package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ObjectSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        assertThat(catalog.pool(ObjectSet.HELD_OUT_KINDS)).hasSize(300).noneMatch(o -> training.contains(o.parts()));
        assertThat(training).hasSize(1000);
    }

    @Test
    void idsNamePoolAndIndex() {
        assertThat(catalog.pool(ObjectSet.TRAINING).get(42).id()).isEqualTo("train-0042");
        assertThat(catalog.pool(ObjectSet.HELD_OUT).get(7).id()).isEqualTo("held-0007");
        assertThat(catalog.pool(ObjectSet.HELD_OUT_KINDS).get(299).id()).isEqualTo("kind-0299");
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
    void mugsAndHammersAreNeverPractisedWith() {
        assertThat(kinds(catalog, ObjectSet.HELD_OUT_KINDS))
                .containsExactlyInAnyOrder(ObjectSpec.Kind.MUG, ObjectSpec.Kind.HAMMER);
        for (ObjectSet set : List.of(ObjectSet.TRAINING, ObjectSet.HELD_OUT)) {
            assertThat(kinds(catalog, set))
                    .containsExactlyInAnyOrder(
                            ObjectSpec.Kind.BOX,
                            ObjectSpec.Kind.CYLINDER,
                            ObjectSpec.Kind.CAPSULE,
                            ObjectSpec.Kind.SPHERE,
                            ObjectSpec.Kind.ANGLE);
        }
    }

    @Test
    void otherKindsCanBeHeldOutOrNoneAtAll() {
        ObjectCatalog boxes = ObjectCatalog.withHeldOut(Set.of(ObjectSpec.Kind.BOX));
        ObjectCatalog all = ObjectCatalog.withHeldOut(Set.of());

        assertThat(kinds(boxes, ObjectSet.HELD_OUT_KINDS)).containsExactly(ObjectSpec.Kind.BOX);
        assertThat(kinds(boxes, ObjectSet.TRAINING))
                .contains(ObjectSpec.Kind.MUG, ObjectSpec.Kind.HAMMER)
                .doesNotContain(ObjectSpec.Kind.BOX);
        assertThat(kinds(all, ObjectSet.TRAINING)).containsExactlyInAnyOrder(ObjectSpec.Kind.values());
        assertThat(all.pool(ObjectSet.HELD_OUT_KINDS)).isEmpty();
        Set<ObjectSpec.Kind> every = Set.of(ObjectSpec.Kind.values());
        assertThatThrownBy(() -> ObjectCatalog.withHeldOut(every))
                .hasMessageContaining("all kinds of objects are held out");
    }

    @Test
    void theObjectsOfOneKindThatAreNotPractisedWithAreInOnePool() {
        ObjectCatalog mugs = catalog.only(ObjectSpec.Kind.MUG);
        ObjectCatalog boxes = catalog.only(ObjectSpec.Kind.BOX);

        assertThat(kinds(mugs, ObjectSet.HELD_OUT)).containsExactly(ObjectSpec.Kind.MUG);
        assertThat(mugs.pool(ObjectSet.TRAINING)).isEmpty();
        assertThat(mugs.pool(ObjectSet.HELD_OUT))
                .isEqualTo(mugs.pool(ObjectSet.HELD_OUT_KINDS))
                .hasSizeGreaterThan(100);
        assertThat(boxes.pool(ObjectSet.HELD_OUT_KINDS)).isEmpty();
        assertThat(catalog.pool(ObjectSet.HELD_OUT)).containsAll(boxes.pool(ObjectSet.HELD_OUT));
    }

    private static Set<ObjectSpec.Kind> kinds(ObjectCatalog of, ObjectSet set) {
        return of.pool(set).stream().map(ObjectSpec::kind).collect(Collectors.toSet());
    }

    @Test
    void aboutAFifthIsSoft() {
        List<ObjectSpec> pool = catalog.pool(ObjectSet.TRAINING);

        assertThat(pool.stream().filter(ObjectSpec::soft).count()).isBetween(150L, 250L);
        assertThat(pool.stream()
                        .filter(ObjectSpec::soft)
                        .mapToDouble(o -> o.contactStiffnessNewtonsPerMeter().orElseThrow()))
                .allSatisfy(stiffness -> assertThat(stiffness).isBetween(2_500.0, 10_000.0));
    }
}
