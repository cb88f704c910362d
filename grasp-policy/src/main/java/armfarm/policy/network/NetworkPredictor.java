package armfarm.policy.network;

import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.policy.GraspSuccessPredictor;
import armfarm.policy.SceneLogits;
import armfarm.policy.SceneView;
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
    public SceneLogits on(SceneView view) {
        return new Logits(preprocessor.scene(view));
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

    private final class Logits implements SceneLogits {
        private final GraspPreprocessor.Scene scene;

        Logits(GraspPreprocessor.Scene scene) {
            this.scene = scene;
        }

        @Override
        public float[] of(List<Pose> graspsInBase) {
            return scorer.score(scene.batch(graspsInBase));
        }

        @Override
        public float[] averaged(List<Pose> graspsInBase) {
            int size = graspsInBase.size();
            float[] views = scorer.score(scene.batch(graspsInBase).mirrored(preprocessor.spec()));
            float[] mean = new float[size];
            for (int i = 0; i < views.length; i++) {
                mean[i % size] += views[i] / Mirror.values().length;
            }
            return mean;
        }

        @Override
        public Optional<PredictedCauses> causesOfFailure(Pose graspInBase) {
            FeatureBatch views = scene.batch(List.of(graspInBase)).mirrored(preprocessor.spec());
            return scorer.causesOfFailure(views).map(NetworkPredictor::mean);
        }
    }
}
