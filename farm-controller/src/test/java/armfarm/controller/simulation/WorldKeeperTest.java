package armfarm.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.simulation.gazebo.GazeboLink;
import armfarm.simulation.gazebo.GazeboProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorldKeeperTest {
    private final FakeWorld world = new FakeWorld();
    private final List<Long> waits = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private int startsThatFail;
    private int starts;
    private boolean closed;
    private final WorldKeeper keeper = keeper(Optional.of(this::start));

    @Test
    void aDeadWorldIsStartedAgainAndToldOfMeanwhile() throws InterruptedException {
        world.problem = Optional.of("Gazebo has ended with status 137");

        keeper.look();

        assertThat(told).containsExactly("Gazebo has ended with status 137; starting the world again in 1 s");
        assertThat(starts).isEqualTo(1);
        assertThat(keeper.problem()).isEmpty();
    }

    @Test
    void aWorldThatDiesAtOnceDoesNotKeepTheMachineBusy() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            world.problem = Optional.of("Gazebo has ended with status 139");
            keeper.look();
            now = now.plusSeconds(3);
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void aStartThatFailsIsTriedAgain() throws InterruptedException {
        world.problem = Optional.of("Gazebo hangs");
        startsThatFail = 2;

        keeper.look();

        assertThat(starts).isEqualTo(3);
        assertThat(waits).containsExactly(1L, 2L, 4L);
        assertThat(told.get(2))
                .isEqualTo("Gazebo could not be started again: no display; starting the world again in 4 s");
        assertThat(keeper.problem()).isEmpty();
    }

    @Test
    void aFarmThatStopsStartsNothing() throws InterruptedException {
        world.problem = Optional.of("Gazebo has ended with status 0");
        closed = true;

        keeper.look();

        assertThat(starts).isZero();
    }

    @Test
    void aSlowWorldIsToldAndKept() throws InterruptedException {
        world.slowness = Optional.of("Gazebo runs at 0.05 of real time");

        keeper.look();

        assertThat(keeper.problem()).contains("Gazebo runs at 0.05 of real time");
        assertThat(starts).isZero();
    }

    @Test
    void aWorldOfSomebodyElseIsToldAndLeftAlone() throws InterruptedException {
        WorldKeeper onlyLooking = keeper(Optional.empty());
        world.problem = Optional.of("Gazebo hangs");
        onlyLooking.look();

        assertThat(onlyLooking.problem()).contains("Gazebo hangs");
        assertThat(starts).isZero();

        world.problem = Optional.empty();
        onlyLooking.look();

        assertThat(onlyLooking.problem()).isEmpty();
    }

    private WorldKeeper keeper(Optional<Runnable> restart) {
        return new WorldKeeper(world, restart, this::await, () -> now);
    }

    private boolean await(Duration time) {
        told.add(keeper.problem().orElse(""));
        waits.add(time.toSeconds());
        now = now.plus(time);
        return !closed;
    }

    private void start() {
        starts++;
        if (startsThatFail-- > 0) {
            throw new FarmException(ErrorCode.RESOURCE, "no display");
        }
        world.problem = Optional.empty();
    }

    private static final class FakeWorld implements GazeboLink {
        private Optional<String> problem = Optional.empty();
        private Optional<String> slowness = Optional.empty();

        @Override
        public Optional<FarmException> problem() {
            return problem.map(text -> new FarmException(ErrorCode.RESOURCE, text));
        }

        @Override
        public Optional<String> slowness() {
            return slowness;
        }

        @Override
        public OptionalDouble realTimeFactor() {
            return OptionalDouble.empty();
        }

        @Override
        public GazeboProgress progress() {
            return new GazeboProgress(0, Map.of(), Optional.empty());
        }

        @Override
        public void close() {}
    }
}
