package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.testing.Attempts;
import armfarm.episodes.testing.MemoryEpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredExamplesTest {
    private final MemoryEpisodeStore store = new MemoryEpisodeStore(InstantSource.fixed(Instant.EPOCH));

    @Test
    void followsLabelsAndExclusions() {
        GraspAttempt attempt = new Attempts(1).next();
        AttemptId id = attempt.id();
        store.stream().append(new EpisodeBatch(List.of(attempt), List.of(), List.of()));

        assertThat(round()).containsExactly(id + " true");
        store.curation()
                .addLabel(
                        id,
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        assertThat(round()).containsExactly(id + " false");
        store.curation().exclude(List.of(id), "Ada", "a glove", false);
        assertThat(round()).isEmpty();
        store.curation().include(List.of(id), "Ada", "no glove", false);
        assertThat(round()).containsExactly(id + " false");
    }

    private List<String> round() {
        StoredExamples examples = new StoredExamples(
                store.trainingSets(), store.episodes(), store.trainingSets().create("a round"));
        List<String> shown = new ArrayList<>();
        examples.forEach(example -> {
            shown.add(example.attempt() + " " + example.success());
            assertThat(examples.image(example).byteCount()).isPositive();
        });
        return shown;
    }
}
