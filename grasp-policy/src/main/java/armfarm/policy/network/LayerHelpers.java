package armfarm.policy.network;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LayerHelper;

/** Puts helpers of ours into DL4J's layers. DL4J chooses helpers by the names of classes and has no setter for them. */
final class LayerHelpers {
    private LayerHelpers() {}

    /**
     * Makes all layers of a kind use helpers of ours, each one of its own.
     *
     * @return the helpers, in the order of the layers
     */
    static <H extends LayerHelper> List<H> install(
            ComputationGraph network, Class<? extends Layer> kind, Supplier<H> newHelper) {
        List<H> installed = new ArrayList<>();
        try {
            Field field = kind.getDeclaredField("helper");
            field.setAccessible(true);
            for (Layer layer : network.getLayers()) {
                if (kind.isInstance(layer)) {
                    H helper = newHelper.get();
                    field.set(layer, helper);
                    installed.add(helper);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another DL4J than the one this was written for: " + e, e);
        }
        return installed;
    }
}
