package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.policy.GraspSuccessPredictor;
import java.util.List;

/** A scorer behind its preprocessor. Thread-safe. */
public final class NetworkPredictor implements GraspSuccessPredictor {
    private final GraspPreprocessor preprocessor;
    private final GraspScorer scorer;

    public NetworkPredictor(GraspPreprocessor preprocessor, GraspScorer scorer) {
        this.preprocessor = preprocessor;
        this.scorer = scorer;
    }

    @Override
    public float[] logits(RgbImage image, CameraInfo camera, List<Pose> graspsInBase) {
        return scorer.score(preprocessor.batch(image, camera, graspsInBase));
    }
}
