package armfarm.messages.cell;

import armfarm.messages.ObjectSet;

/** What is in the bin. @param sceneId changes when objects are swapped */
public record SceneState(String sceneId, ObjectSet objectSet) {}
