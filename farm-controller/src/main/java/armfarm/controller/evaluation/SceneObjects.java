package armfarm.controller.evaluation;

import armfarm.messages.ObjectSet;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.ObjectSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which objects are in the bins of an evaluation. Immutable.
 *
 * @param kind only objects of it, of those that are not practised with; empty: all kinds of the set
 */
public record SceneObjects(ObjectSet set, Optional<ObjectSpec.Kind> kind) {
    /** What {@link #parse} takes, for messages. */
    public static final String EXPECTED = "heldout, training, heldout-kinds, or kind: with one of "
            + Arrays.stream(ObjectSpec.Kind.values())
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));

    private static final Map<String, ObjectSet> WORDS = Map.of(
            "heldout", ObjectSet.HELD_OUT, "training", ObjectSet.TRAINING, "heldout-kinds", ObjectSet.HELD_OUT_KINDS);
    private static final String KIND = "kind:";

    /** As typed by people; empty if it is none of the words. */
    public static Optional<SceneObjects> parse(String text) {
        if (!text.startsWith(KIND)) {
            return Optional.ofNullable(WORDS.get(text)).map(set -> new SceneObjects(set, Optional.empty()));
        }
        return Arrays.stream(ObjectSpec.Kind.values())
                .filter(one -> text.equals(KIND + one.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(one -> new SceneObjects(ObjectSet.HELD_OUT, Optional.of(one)));
    }

    /** As it is parsed. */
    public String label() {
        return kind.map(one -> KIND + one.name().toLowerCase(Locale.ROOT))
                .orElseGet(() -> WORDS.entrySet().stream()
                        .filter(word -> word.getValue() == set)
                        .findFirst()
                        .orElseThrow()
                        .getKey());
    }

    /** What the bins are filled from. */
    public ObjectCatalog catalog(Set<ObjectSpec.Kind> heldOutKinds) {
        ObjectCatalog all = ObjectCatalog.withHeldOut(heldOutKinds);
        return kind.map(all::only).orElse(all);
    }
}
