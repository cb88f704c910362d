package armfarm.controller.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.StoreAccess;
import armfarm.controller.bags.ExportedBag;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.policy.training.LabeledAttempt;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreExamplesIT {
    @TempDir
    private Path folder;

    @Test
    void followsLabelsAndExclusionsOfAttemptsItHasReadBefore() {
        List<GraspAttempt> attempts = ExportedBag.write(folder.resolve("first.bag"));
        AttemptId usable = attempts.get(0).id();

        List<List<LabeledAttempt>> rounds = StoreAccess.change(folder.resolve("farm"), store -> {
            store.append(new EpisodeBatch(attempts, List.of(), List.of()));
            StoreExamples examples = new StoreExamples(store);
            List<LabeledAttempt> first = round(examples);
            store.addLabel(usable, new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1));
            List<LabeledAttempt> relabelled = round(examples);
            store.curation().exclude(List.of(usable), "Ada", "a glove", false);
            List<LabeledAttempt> excluded = round(examples);
            store.curation().include(List.of(usable), "Ada", "no glove", false);
            return List.of(first, relabelled, excluded, round(examples));
        });

        assertThat(rounds)
                .containsExactly(
                        List.of(new LabeledAttempt(usable, true)),
                        List.of(new LabeledAttempt(usable, false)),
                        List.of(),
                        List.of(new LabeledAttempt(usable, false)));
    }

    private static List<LabeledAttempt> round(StoreExamples examples) {
        var set = examples.toTrainingSet(examples.freeze("a round"));
        return Stream.concat(set.training().stream(), set.validation().stream()).toList();
    }
}
