package armfarm.policy.training;

import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.JpegCodec;
import armfarm.policy.network.GraspPreprocessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Crops of all attempts seen so far, 7 kB each, so that a round decodes only new images. Confined to one thread. */
final class ExampleCache {
    private final GraspPreprocessor preprocessor;
    private final Map<AttemptId, Features> features = new HashMap<>();

    ExampleCache(GraspPreprocessor preprocessor) {
        this.preprocessor = preprocessor;
    }

    /** @throws FarmException (DATA) if the source did not deliver an attempt or its image is damaged */
    List<Example> examples(List<LabeledAttempt> attempts, ExampleSource source) {
        List<AttemptId> missing = attempts.stream()
                .map(LabeledAttempt::attempt)
                .filter(id -> !features.containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            source.load(missing, this::add);
        }
        List<Example> examples = new ArrayList<>(attempts.size());
        for (LabeledAttempt attempt : attempts) {
            Features found = features.get(attempt.attempt());
            if (found == null) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Training image of attempt " + attempt.attempt() + " was not delivered: " + missing.size()
                                + " attempts were asked for; run fsck on the store");
            }
            examples.add(new Example(found, attempt.success()));
        }
        return examples;
    }

    private void add(GraspExample example) {
        features.put(
                example.attempt(),
                new Features(
                        preprocessor.crop(
                                JpegCodec.decode(example.preGraspImage()), example.camera(), example.graspInBase()),
                        preprocessor.command(example.camera(), example.graspInBase())));
    }

    /** Network input of one attempt before augmentation. */
    static final class Features {
        final byte[] crop;
        final float[] command;

        Features(byte[] crop, float[] command) {
            this.crop = crop;
            this.command = command;
        }
    }

    /** With its label. */
    record Example(Features features, boolean success) {}
}
