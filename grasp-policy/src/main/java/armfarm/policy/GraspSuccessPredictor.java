package armfarm.policy;

/** Predicts how likely grasps are to succeed. Thread-safe. */
@FunctionalInterface
public interface GraspSuccessPredictor {
    /**
     * What it says of grasps in one scene; what they all share is computed here, once.
     *
     * @throws armfarm.messages.FarmException (DATA) if it needs depth and the view has none
     */
    SceneLogits on(SceneView view);
}
