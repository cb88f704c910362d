package armfarm.controller.roles;

import armfarm.controller.PageFacts;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.state.FarmState;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What the page shows of a farm of several processes. Thread-safe. */
record RolesPageFacts(ControllerRole controller) implements PageFacts {
    @Override
    public Path root() {
        return controller.setup().folder().root();
    }

    @Override
    public FarmState state() {
        return controller.state();
    }

    @Override
    public Instant startedAt() {
        return controller.startedAt();
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
                .map(BoardArms.Seen::snapshot)
                .toList();
    }

    @Override
    public EpisodeStore store() {
        return controller.store();
    }
}
