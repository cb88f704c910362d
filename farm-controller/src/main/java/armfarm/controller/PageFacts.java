package armfarm.controller;

import armfarm.controller.collection.ArmSnapshot;
import armfarm.controller.dashboard.ComponentView;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.learning.TrainerStatus;
import armfarm.episodes.EpisodeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the page shows that depends on which processes a farm is made of. Thread-safe, never blocks. */
public interface PageFacts {
    Path root();

    /** One or two words. */
    String phase();

    Instant startedAt();

    /** What somebody should look at. */
    Optional<String> problem();

    /** Practice attempts to reach; empty for no end. */
    OptionalLong target();

    double attemptsPerSecond();

    List<ComponentView> components();

    List<LossView> losses();

    TrainerStatus trainer();

    List<ArmSnapshot> arms();

    EpisodeStore store();
}
