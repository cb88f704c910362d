package armfarm.policy.training;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.TrainingSources;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.DepthCodec;
import armfarm.messages.EncodedImage;
import armfarm.messages.FailureCause;
import armfarm.messages.JpegCodec;
import armfarm.messages.Pose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A training set of {@link BarScene}s that counts what is read of it. */
final class Bars implements ExampleSource {
    TrainingSources sources = TrainingSources.OWN;
    final List<TrainingExample> shown = new ArrayList<>();
    final List<AttemptId> loaded = new ArrayList<>();
    private final Map<AttemptId, EncodedImage> images = new HashMap<>();
    private final List<BarScene> scenes = new ArrayList<>();
    private final Map<AttemptId, EncodedImage> depths = new HashMap<>();

    /** @param training and validation: how many attempts, with the outcomes of their grasps */
    static Bars of(int training, int validation) {
        Bars bars = new Bars();
        for (int i = 0; i < training + validation; i++) {
            bars.add(i, i < training ? Split.TRAIN : Split.VALIDATION);
        }
        return bars;
    }

    /** Adds the scene of this number, with the outcome of its grasp. */
    void add(int number, Split split) {
        BarScene scene = new BarScene(number);
        Pose grasp = scene.someGrasp(number);
        add(scene, grasp, scene.succeeds(grasp), split);
    }

    /** Scenes from the given seed on, with these outcomes, to measure on. */
    static Bars measured(int seed, boolean[] outcomes) {
        Bars bars = new Bars();
        for (int i = 0; i < outcomes.length; i++) {
            BarScene scene = new BarScene(seed + i);
            bars.add(scene, scene.someGrasp(seed + i), outcomes[i], Split.VALIDATION);
        }
        return bars;
    }

    /** Gives every attempt a depth image, of its scene's bar 3 cm high. */
    Bars withDepth() {
        for (int i = 0; i < shown.size(); i++) {
            depths.put(shown.get(i).attempt(), DepthCodec.encode(scenes.get(i).depth()));
        }
        return this;
    }

    private void add(BarScene scene, Pose grasp, boolean success, Split split) {
        scenes.add(scene);
        images.put(scene.attempt, JpegCodec.encode(scene.image(), JpegCodec.DEFAULT_QUALITY));
        shown.add(new TrainingExample(
                shown.size() + 1,
                scene.attempt,
                success,
                grasp,
                Pose.topDown(0, 0.3, 0.4, 0),
                scene.camera,
                new ImageRef("shard", 0, 1, 0),
                Optional.empty(),
                false,
                split,
                OptionalDouble.of(success ? 0.03 : 0.0003),
                success ? Optional.of(FailureCause.SLIPPED) : Optional.of(FailureCause.EMPTY),
                AttemptSource.OWN,
                Optional.empty()));
    }

    /** Puts another image in the place of an attempt's. */
    void replace(int index, EncodedImage image) {
        images.put(shown.get(index).attempt(), image);
    }

    /** Gives an attempt another label. */
    void relabel(int index, boolean success) {
        TrainingExample e = shown.get(index);
        shown.set(
                index,
                new TrainingExample(
                        e.ordinal(),
                        e.attempt(),
                        success,
                        e.graspInBase(),
                        e.gripperInBase(),
                        e.camera(),
                        e.image(),
                        e.model(),
                        e.exploration(),
                        e.split(),
                        e.openingMeters(),
                        e.causeIfFailed(),
                        e.source(),
                        e.depth()));
    }

    /** Says where an attempt comes from. */
    void comesFrom(int index, AttemptSource source) {
        TrainingExample e = shown.get(index);
        shown.set(
                index,
                new TrainingExample(
                        e.ordinal(),
                        e.attempt(),
                        e.success(),
                        e.graspInBase(),
                        e.gripperInBase(),
                        e.camera(),
                        e.image(),
                        e.model(),
                        e.exploration(),
                        e.split(),
                        e.openingMeters(),
                        e.causeIfFailed(),
                        source,
                        e.depth()));
    }

    EncodedImage imageOf(int index) {
        return images.get(shown.get(index).attempt());
    }

    @Override
    public TrainingSet set() {
        long successes = shown.stream().filter(TrainingExample::success).count();
        return new TrainingSet(
                new TrainingSetId(1),
                "bars",
                Instant.EPOCH,
                shown.size(),
                shown.size(),
                successes,
                "0".repeat(64),
                sources);
    }

    @Override
    public void forEach(Consumer<TrainingExample> sink) {
        shown.forEach(sink);
    }

    @Override
    public EncodedImage depth(TrainingExample example) {
        return Optional.ofNullable(depths.get(example.attempt())).orElseThrow();
    }

    @Override
    public EncodedImage image(TrainingExample example) {
        loaded.add(example.attempt());
        return images.get(example.attempt());
    }
}
