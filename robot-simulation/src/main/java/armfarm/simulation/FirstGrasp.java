package armfarm.simulation;

import armfarm.messages.FailureCause;
import armfarm.messages.ObjectSet;
import armfarm.messages.cell.SceneRequest;
import java.util.Optional;

/**
 * A first grasp in a bin of new objects, of an arm that is made for it: whatever was grasped before, the same scene and the same
 * choice give the same result. Immutable, thread-safe.
 *
 * @param objects set that the bin is filled from
 * @param sceneSeed chooses the objects and how they lie
 * @param cameraSeed of the camera's mounting, as {@link CameraMount#camera}
 */
public record FirstGrasp(
        ObjectCatalog catalog, ObjectSet objects, long sceneSeed, long cameraSeed, int widthPixels, int heightPixels) {

    /**
     * What became of it.
     *
     * @param aimedAt kind of the object whose centre was nearest to where the gripper was sent, in the horizontal plane
     * @param held by the simulator's truth, after lifting
     * @param failure empty if something is held
     */
    public record Result(ObjectSpec.Kind aimedAt, Optional<String> held, Optional<FailureCause> failure) {
        public boolean success() {
            return held.isPresent();
        }
    }

    /** Asks the policy once. Blocks for as long as the physics takes. */
    public Result carryOut(SimulatedPolicy policy) {
        SimulatedArm arm =
                new SimulatedArm(catalog, widthPixels, heightPixels, cameraSeed, SimulationPace.asFastAsPossible());
        arm.arrange(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, objects, sceneSeed));
        return new AttemptRunner(arm).firstGrasp(policy);
    }
}
