package armfarm.controller;

import armfarm.controller.dashboard.LossView;
import armfarm.controller.state.FarmState;
import armfarm.episodes.EpisodeStore;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What the page shows that depends on which processes a farm is made of. Thread-safe, never blocks. */
public interface PageFacts {
    Path root();

    /** What the farm is in, and why. */
    FarmState state();

    Instant startedAt();

    /** Practice attempts to reach; empty for no end. */
    OptionalLong target();

    double attemptsPerSecond();

    List<LossView> losses();

    TrainerStatus trainer();

    List<ArmSnapshot> arms();

    EpisodeStore store();
}
