package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import armfarm.policy.GraspSuccessPredictor;
import java.util.List;
import java.util.Optional;

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

    @Override
    public float[] averagedLogits(RgbImage image, CameraInfo camera, List<Pose> graspsInBase) {
        int size = graspsInBase.size();
        float[] views =
                scorer.score(preprocessor.batch(image, camera, graspsInBase).mirrored(preprocessor.spec()));
        float[] mean = new float[size];
        for (int i = 0; i < views.length; i++) {
            mean[i % size] += views[i] / Mirror.values().length;
        }
        return mean;
    }

    @Override
    public Optional<PredictedCauses> causesOfFailure(RgbImage image, CameraInfo camera, Pose graspInBase) {
        FeatureBatch views =
                preprocessor.batch(image, camera, List.of(graspInBase)).mirrored(preprocessor.spec());
        return scorer.causesOfFailure(views).map(NetworkPredictor::mean);
    }

    /** @param shares float32 [views, 3] */
    private static PredictedCauses mean(float[] shares) {
        double[] mean = new double[CauseHead.OUTPUTS];
        int views = shares.length / mean.length;
        for (int i = 0; i < shares.length; i++) {
            mean[i % mean.length] += shares[i] / (double) views;
        }
        return new PredictedCauses(mean[0], mean[1], mean[2]);
    }
}
