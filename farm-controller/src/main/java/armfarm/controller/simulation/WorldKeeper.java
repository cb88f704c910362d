package armfarm.controller.simulation;

import armfarm.messages.FarmException;
import armfarm.simulation.gazebo.GazeboLink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a Gazebo world: starts it again when it is dead, hung or of no use, and waits longer each time when that does not
 * last. A slow world is only told of, and so is one that somebody else has started. One thread looks; {@link #problem} may be
 * called from any.
 */
final class WorldKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(WorldKeeper.class);

    private final GazeboLink world;
    private final Optional<Runnable> restart;
    private final Waiting waiting;
    private final RestartBackOff backOff;
    private volatile Optional<String> problem = Optional.empty();
    private String lastLogged = "";

    /** Waits before a start. */
    @FunctionalInterface
    interface Waiting {
        /** @return false if nothing is to be started any more */
        boolean await(Duration time) throws InterruptedException;
    }

    /** @param restart puts a new world in place of this one, or throws a FarmException; empty for a world of somebody else */
    WorldKeeper(GazeboLink world, Optional<Runnable> restart, Waiting waiting, InstantSource clock) {
        this.world = world;
        this.restart = restart;
        this.waiting = waiting;
        this.backOff = new RestartBackOff(clock);
    }

    /** Why its arms cannot practise well now, and what is being done. Never blocks. */
    Optional<String> problem() {
        return problem;
    }

    /** Looks once, and starts the world again if need be, as often as it takes. */
    void look() throws InterruptedException {
        Optional<FarmException> found = world.problem();
        if (found.isPresent() && restart.isPresent()) {
            startAgain(found.get().getMessage(), restart.get());
            return;
        }
        problem = found.map(FarmException::getMessage).or(world::slowness);
        found.map(FarmException::getMessage)
                .filter(text -> !text.equals(lastLogged))
                .ifPresent(text -> {
                    lastLogged = text;
                    LOG.error("{}", text);
                });
    }

    private void startAgain(String cause, Runnable start) throws InterruptedException {
        String why = cause;
        while (true) {
            Duration wait = backOff.broke();
            problem = Optional.of(why + "; starting the world again in " + wait.toSeconds() + " s");
            LOG.error("{}", problem.get());
            if (!waiting.await(wait)) {
                return;
            }
            try {
                start.run();
                backOff.started();
                LOG.info("The world runs again");
                problem = Optional.empty();
                return;
            } catch (FarmException e) {
                why = "Gazebo could not be started again: " + e.getMessage();
            }
        }
    }
}
