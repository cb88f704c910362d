package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.Curation;
import armfarm.episodes.CurationRecord;
import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.CurationResult;
import armfarm.episodes.LabelRecord;
import armfarm.episodes.SplitRule;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurationIT {
    @TempDir
    private Path shards;

    private StoreFixture farm;
    private Curation curation;

    @BeforeEach
    void openStore() {
        farm = new StoreFixture(shards);
        curation = farm.store.curation();
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    @Test
    void keepsEveryLabelWithItsAuthorAndCountsThePersonsLast() {
        AttemptId attempt = farm.append(1).get(0).id();

        label(attempt, Outcome.FAILURE, "Ada", Optional.of("it fell \"late\""));
        label(attempt, Outcome.UNKNOWN, "Grace", Optional.empty());

        List<LabelRecord> labels = curation.labels(attempt);
        assertThat(labels)
                .extracting(l -> l.label().source())
                .containsExactly(LabelSource.GRIPPER, LabelSource.SIMULATOR, LabelSource.HUMAN, LabelSource.HUMAN);
        assertThat(labels.get(2).labelledBy()).contains("Ada");
        assertThat(labels.get(2).note()).contains("it fell \"late\"");
        assertThat(labels.get(3).note()).isEmpty();
        assertThat(farm.ask("select outcome || ' ' || label_source from grasps"))
                .isEqualTo("unknown human");
        assertThat(farm.ask("select sensor_outcome from grasps")).isEqualTo("success");
    }

    @Test
    void refusesToLabelWhatHasNoOutcome() {
        farm.attempts.outcome = Outcome.ABORTED;
        AttemptId aborted = farm.append(1).get(0).id();
        AttemptId unknown = farm.attempts.next().id();

        assertThatThrownBy(() -> label(aborted, Outcome.SUCCESS, "Ada", Optional.empty()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("was aborted (camera lost)");
        assertThatThrownBy(() -> label(unknown, Outcome.SUCCESS, "Ada", Optional.empty()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("There is no attempt " + unknown);
        assertThat(curation.labels(aborted)).isEmpty();
    }

    @Test
    void leavesExcludedAttemptsOutOfNewSetsAndFrozenOnesAsTheyWere() {
        List<AttemptId> ids = StoreFixture.ids(farm.append(4));
        TrainingSet before = farm.store.trainingSets().create("before");
        List<TrainingExample> examplesBefore = StoreFixture.examples(farm.store, before);

        CurationResult excluded = curation.exclude(ids.subList(0, 2), "Ada", "glove in the picture", false);
        TrainingSet during = farm.store.trainingSets().create("during");
        CurationResult included = curation.include(ids.subList(1, 3), "Grace", "no glove", false);
        TrainingSet after = farm.store.trainingSets().create("after");

        assertThat(excluded).isEqualTo(new CurationResult(ids.subList(0, 2), 0, 0));
        assertThat(included).isEqualTo(new CurationResult(ids.subList(1, 2), 1, 0));
        assertThat(StoreFixture.examples(farm.store, before))
                .isEqualTo(examplesBefore)
                .hasSize(4);
        assertThat(attemptsOf(during)).containsExactlyElementsOf(ids.subList(2, 4));
        assertThat(attemptsOf(after)).containsExactlyElementsOf(ids.subList(1, 4));
        assertThat(during.attempts()).isEqualTo(2);
        assertThat(during.sha256()).isNotEqualTo(before.sha256()).isNotEqualTo(after.sha256());
        assertThat(farm.store
                        .snapshots()
                        .create("s", AttemptFilter.ALL, split())
                        .size())
                .isEqualTo(3);
        assertThat(curation.decisions(ids.get(1)))
                .extracting(CurationRecord::action, CurationRecord::doneBy, CurationRecord::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.EXCLUDE, "Ada", "glove in the picture"),
                        org.assertj.core.groups.Tuple.tuple(Action.INCLUDE, "Grace", "no glove"));
    }

    @Test
    void choosesByFilterAndADryRunChangesNothing() {
        farm.append(2);
        farm.attempts.outcome = Outcome.FAILURE;
        List<AttemptId> failures = StoreFixture.ids(farm.append(3));

        List<AttemptId> matching = curation.matching(AttemptFilter.parse("outcome='failure' and excluded=false"));
        CurationResult dry = curation.exclude(matching, "Ada", "bad light", true);

        assertThat(matching).containsExactlyElementsOf(failures);
        assertThat(dry.changed()).containsExactlyElementsOf(failures);
        assertThat(farm.ask("select count(*) from curation")).isEqualTo("0");
        assertThat(farm.store.trainingSets().create("all").attempts()).isEqualTo(5);

        curation.exclude(matching, "Ada", "bad light", false);

        assertThat(curation.matching(AttemptFilter.parse("excluded=true"))).containsExactlyElementsOf(failures);
        assertThat(curation.exclude(matching, "Ada", "again", false)).isEqualTo(new CurationResult(List.of(), 3, 0));
        assertThat(farm.ask("select count(*) from curations")).isEqualTo("3");
    }

    private List<AttemptId> attemptsOf(TrainingSet set) {
        return StoreFixture.examples(farm.store, set).stream()
                .map(TrainingExample::attempt)
                .toList();
    }

    private void label(AttemptId attempt, Outcome outcome, String by, Optional<String> note) {
        curation.addLabel(attempt, new OutcomeLabel(LabelSource.HUMAN, outcome, 1), Optional.of(by), note);
    }

    private static SplitRule split() {
        return new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 10);
    }
}
