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
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What the page asks of whoever runs the farm. Immutable; the suppliers are thread-safe and never block.
 *
 * @param root of the process's data
 * @param target practice attempts to reach; empty for no end
 * @param state what the farm is in, and why
 * @param losses what did not come into the store, and why
 */
public record PageFacts(
        Path root,
        Instant startedAt,
        OptionalLong target,
        EpisodeStore store,
        Supplier<FarmState> state,
        DoubleSupplier attemptsPerSecond,
        Supplier<List<LossView>> losses,
        Supplier<TrainerStatus> trainer,
        Supplier<List<ArmSnapshot>> arms) {}
