package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreExamplesIT {
    @TempDir
    private Path folder;

    @Test
    void followsLabelsAndExclusions() {
        List<GraspAttempt> attempts = ExportedBag.write(folder.resolve("first.bag"));
        AttemptId usable = attempts.get(0).id();

        List<List<String>> rounds = StoreAccess.change(folder.resolve("farm"), store -> {
            store.stream().append(new EpisodeBatch(attempts, List.of(), List.of()));
            List<String> first = round(store);
            store.curation()
                    .addLabel(
                            usable,
                            new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                            Optional.empty(),
                            Optional.empty());
            List<String> relabelled = round(store);
            store.curation().exclude(List.of(usable), "Ada", "a glove", false);
            List<String> excluded = round(store);
            store.curation().include(List.of(usable), "Ada", "no glove", false);
            return List.of(first, relabelled, excluded, round(store));
        });

        assertThat(rounds)
                .containsExactly(
                        List.of(usable + " true"), List.of(usable + " false"), List.of(), List.of(usable + " false"));
    }

    private static List<String> round(EpisodeStore store) {
        List<String> shown = new ArrayList<>();
        StoredExamples examples = new StoredExamples(
                store.trainingSets(), store.episodes(), store.trainingSets().create("a round"));
        examples.forEach(example -> {
            shown.add(example.attempt() + " " + example.success());
            assertThat(examples.image(example).byteCount()).isPositive();
        });
        return shown;
    }
}
