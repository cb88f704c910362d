package armfarm.policy.training;

import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.JpegCodec;
import armfarm.policy.NetworkInput;
import armfarm.policy.SceneView;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows what was frozen to train on. Confined to the trainer's thread. */
public interface ExampleSource {
    TrainingSet set();

    /** Shows every example once, each time in the same order, without keeping them. Blocks. */
    void forEach(Consumer<TrainingExample> sink);

    /** Reads the example's image, which takes far longer than all the rest: asked only for what the trainer has not kept. */
    EncodedImage image(TrainingExample example);

    /** Likewise its depth, of a set of attempts with depth. */
    EncodedImage depth(TrainingExample example);

    /**
     * What the camera saw, read likewise, as far as a network of such an input looks at it.
     *
     * @throws armfarm.messages.FarmException (DATA) if an image is damaged
     */
    default SceneView view(TrainingExample example, NetworkInput input) {
        Optional<DepthImage> seen =
                input.needsDepth() ? Optional.of(DepthCodec.decode(depth(example))) : Optional.empty();
        return new SceneView(JpegCodec.decode(image(example)), seen, example.camera());
    }
}
