package armfarm.controller.dashboard;

import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.ArmId;
import java.util.Optional;

/** What the page asks of the farm. Called from the web server's threads: thread-safe, quick, and never blocking. */
public interface FarmView {
    /** The whole farm now; also valid while it starts and while it stops. */
    FarmStatusView status();

    /** The newest image of an arm; empty if the arm is unknown or has not sent one yet. */
    Optional<ArmImage> latestImage(ArmId arm);

    /** The store, for the gallery; empty while the farm starts or stops. */
    default Optional<EpisodeStore> store() {
        return Optional.empty();
    }

    /** What Prometheus may ask for; empty if this farm counts nothing. */
    default Optional<FarmMetrics> metrics() {
        return Optional.empty();
    }
}
