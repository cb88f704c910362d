package armfarm.messages.cell;

import armfarm.messages.ObjectSet;

/**
 * A change of the bin's content.
 *
 * @param kind stir the same objects, or put in new ones
 * @param objectSet pool for new objects; ignored by a stir
 * @param seed chooses objects and how they fall; the same seed gives the same scene
 */
public record SceneRequest(Kind kind, ObjectSet objectSet, long seed) {
    /** What to do with the bin. */
    public enum Kind {
        STIR,
        NEW_OBJECTS
    }
}
