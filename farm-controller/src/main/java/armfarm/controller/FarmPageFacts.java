package armfarm.controller;

import armfarm.controller.dashboard.LossView;
import armfarm.controller.state.FarmState;
import armfarm.episodes.EpisodeStore;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What the page shows of a farm whose parts are all in this process. Thread-safe. */
record FarmPageFacts(
        Farm farm, FarmServices services, FarmWatch watch, TrainerLoop trainerLoop, List<ArmActivity> activities)
        implements PageFacts {
    @Override
    public Path root() {
        return farm.root();
    }

    @Override
    public FarmState state() {
        return farm.state();
    }

    @Override
    public Instant startedAt() {
        return farm.startedAt();
    }

    @Override
    public OptionalLong target() {
        long target = farm.target();
        return target == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(target);
    }

    @Override
    public double attemptsPerSecond() {
        return farm.attemptsPerSecond();
    }

    @Override
    public TrainerStatus trainer() {
        return trainerLoop.status();
    }

    @Override
    public List<ArmSnapshot> arms() {
        return List.copyOf(activities).stream().map(ArmActivity::snapshot).toList();
    }

    @Override
    public EpisodeStore store() {
        return services.store();
    }

    @Override
    public List<LossView> losses() {
        return List.of(
                new LossView(
                        "Kafka producer",
                        "events refused, with the reason in the log",
                        services.publisher().metrics().failures(),
                        true),
                new LossView(
                        "arms",
                        "events left out (sequence gaps)",
                        services.publisher().metrics().gaps()
                                + services.consumer().metrics().gaps(),
                        true),
                new LossView(
                        "ingest",
                        "records rejected, kept with the reason",
                        watch.counts().rejectedRecords(),
                        true),
                new LossView(
                        "ingest",
                        "records seen before",
                        services.consumer().metrics().duplicates(),
                        false),
                new LossView("store", "attempts aborted", watch.counts().aborted(), false));
    }
}
