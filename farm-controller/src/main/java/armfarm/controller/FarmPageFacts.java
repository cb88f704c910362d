package armfarm.controller;

import armfarm.controller.collection.ArmActivity;
import armfarm.controller.collection.ArmSnapshot;
import armfarm.controller.dashboard.ComponentView;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.learning.TrainerLoop;
import armfarm.controller.learning.TrainerStatus;
import armfarm.episodes.EpisodeStore;
import armfarm.ingest.PublishMetrics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    public String phase() {
        return farm.phase();
    }

    @Override
    public Instant startedAt() {
        return farm.startedAt();
    }

    @Override
    public Optional<String> problem() {
        return farm.problem();
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
    public List<ComponentView> components() {
        List<ComponentView> parts = new ArrayList<>(List.of(
                new ComponentView("PostgreSQL", services.database().location(), "running"),
                new ComponentView(
                        "Kafka",
                        services.broker().bootstrapServers(),
                        services.broker().fault().isPresent() ? "failed" : "running"),
                new ComponentView("event spool", spooled(), services.publisher().isBehind() ? "waiting" : "running"),
                new ComponentView("ROS master", services.rosMaster().toString(), "running"),
                new ComponentView(
                        "ingest",
                        "lag " + services.consumer().metrics().lag(),
                        services.consumer().fault().isPresent() ? "failed" : "running")));
        services.objectLocation()
                .ifPresent(place -> parts.add(new ComponentView(
                        "image shards", place, services.uploadProblem().isPresent() ? "waiting" : "running")));
        return parts;
    }

    private String spooled() {
        PublishMetrics metrics = services.publisher().metrics();
        return metrics.spooled() == 0
                ? "empty"
                : metrics.spooled() + " events, " + (metrics.spoolBytes() >> 20) + " MiB";
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
