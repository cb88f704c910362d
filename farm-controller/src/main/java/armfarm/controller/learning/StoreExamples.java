package armfarm.controller.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.messages.AttemptId;
import armfarm.policy.training.ExampleSource;
import armfarm.policy.training.GraspExample;
import armfarm.policy.training.LabeledAttempt;
import armfarm.policy.training.TrainingSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows frozen training sets of the store to the trainer. Rows already read are kept as long as a later set begins with
 * the same attempts and labels; its hash tells when people changed that, and then everything is read again.
 *
 * <p>Confined to the trainer's thread.
 */
final class StoreExamples implements ExampleSource {
    private final EpisodeStore store;
    private final Map<AttemptId, TrainingExample> byAttempt = new HashMap<>();
    private final List<TrainingExample> inOrder = new ArrayList<>();

    StoreExamples(EpisodeStore store) {
        this.store = store;
    }

    /** Freezes what can be trained on now and reads what is new in it. */
    armfarm.episodes.TrainingSet freeze(String name) {
        armfarm.episodes.TrainingSet set = store.createTrainingSet(name);
        read(set, inOrder.isEmpty() ? 0 : inOrder.get(inOrder.size() - 1).ordinal());
        if (!hash().equals(set.sha256())) {
            inOrder.clear();
            byAttempt.clear();
            read(set, 0);
        }
        return set;
    }

    private void read(armfarm.episodes.TrainingSet set, long afterOrdinal) {
        for (TrainingExample example : store.examples(set.id(), afterOrdinal)) {
            inOrder.add(example);
            byAttempt.put(example.attempt(), example);
        }
    }

    /** As the store hashes a set: see {@link armfarm.episodes.TrainingSet#sha256}. */
    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            inOrder.stream()
                    .sorted(Comparator.comparing(TrainingExample::attempt))
                    .map(example -> example.attempt() + (example.success() ? " SUCCESS\n" : " FAILURE\n"))
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The latest frozen set as the trainer wants it. */
    TrainingSet toTrainingSet(armfarm.episodes.TrainingSet frozen) {
        List<LabeledAttempt> training = new ArrayList<>();
        List<LabeledAttempt> validation = new ArrayList<>();
        for (TrainingExample example : inOrder) {
            (example.split() == Split.VALIDATION ? validation : training)
                    .add(new LabeledAttempt(example.attempt(), example.success()));
        }
        return new TrainingSet(frozen.id().toString(), frozen.sha256(), training, validation);
    }

    @Override
    public void load(List<AttemptId> attempts, Consumer<GraspExample> sink) {
        for (AttemptId attempt : attempts) {
            TrainingExample example = byAttempt.get(attempt);
            sink.accept(new GraspExample(
                    attempt, store.readImage(example.image()), example.camera(), example.graspInBase()));
        }
    }
}
