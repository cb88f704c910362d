package armfarm.controller.roles;

import armfarm.controller.PageFacts;
import armfarm.controller.collection.ArmActivity;
import armfarm.controller.collection.ArmSnapshot;
import armfarm.controller.dashboard.ComponentView;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.learning.TrainerStatus;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.roles.ArmStatus;
import armfarm.messages.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the page shows of a farm of several processes. Thread-safe. */
record RolesPageFacts(ControllerRole controller) implements PageFacts {
    @Override
    public Path root() {
        return controller.setup().folder().root();
    }

    @Override
    public String phase() {
        return controller.phase();
    }

    @Override
    public Instant startedAt() {
        return controller.startedAt();
    }

    @Override
    public Optional<String> problem() {
        return controller.problem();
    }

    @Override
    public OptionalLong target() {
        return controller.bound();
    }

    @Override
    public double attemptsPerSecond() {
        return controller.attemptsPerSecond();
    }

    @Override
    public List<ComponentView> components() {
        ControllerRole.Services services = controller.services();
        BoardWatch processes = controller.processes();
        return List.of(
                new ComponentView("PostgreSQL", services.database(), "running"),
                new ComponentView("Kafka", services.kafka(), "running"),
                new ComponentView(
                        "ROS master", services.rosMaster().map(URI::toString).orElse("none"), "running"),
                new ComponentView("arm processes", processes.armsAlive() + " report", "running"),
                new ComponentView(
                        "trainer process",
                        processes.trainer().state(),
                        processes.trainerAlive() ? "running" : "waiting"));
    }

    @Override
    public List<LossView> losses() {
        FarmCounts counts = controller.watch().counts();
        return List.of(
                new LossView("store", "records rejected, kept with the reason", counts.rejectedRecords(), true),
                new LossView("store", "attempts that arrived again", counts.duplicates(), false),
                new LossView("store", "attempts aborted", counts.aborted(), false));
    }

    @Override
    public TrainerStatus trainer() {
        return controller.processes().trainer();
    }

    @Override
    public List<ArmSnapshot> arms() {
        return controller.processes().arms().stream()
                .map(RolesPageFacts::snapshot)
                .toList();
    }

    private static ArmSnapshot snapshot(ArmStatus status) {
        boolean stopped = status.state().equals(ArmReporter.STOPPED);
        boolean silent = !status.alive() && !stopped;
        return new ArmSnapshot(
                status.arm(),
                silent ? ArmActivity.State.RECOVERING : ArmActivity.State.valueOf(status.state()),
                status.attempts(),
                status.model(),
                status.lastOutcome().map(Outcome::valueOf),
                silent
                        ? Optional.of("its process does not report; start it again with 'armfarm arm --name "
                                + status.arm() + "'")
                        : status.fault(),
                status.image()
                        .flatMap(image -> status.imageReceivedAt().map(at -> new ArmActivity.SeenImage(image, at))));
    }

    @Override
    public EpisodeStore store() {
        return controller.store();
    }
}
