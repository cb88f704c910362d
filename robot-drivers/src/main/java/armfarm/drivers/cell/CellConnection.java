package armfarm.drivers.cell;

import armfarm.messages.cell.ImageProcessor;
import armfarm.messages.cell.StopState;
import armfarm.ros.RosHost;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a cell is reached from here. Immutable.
 *
 * @param host how the cell's nodes reach this process
 * @param timeout by the wall clock, for connecting and for each call
 * @param stop a person's stop of this arm
 * @param images what becomes of the camera's images; empty: color images are taken as they are
 */
public record CellConnection(
        URI masterUri, RosHost host, Duration timeout, StopState stop, Optional<ImageProcessor.Factory> images) {
    /** Images as they are. */
    public CellConnection(URI masterUri, RosHost host, Duration timeout, StopState stop) {
        this(masterUri, host, timeout, stop, Optional.empty());
    }

    /** On this machine, 10 s, never stopped. */
    public static CellConnection local(URI masterUri) {
        return new CellConnection(masterUri, RosHost.loopback(), Duration.ofSeconds(10), StopState.NEVER);
    }

    public CellConnection withTimeout(Duration newTimeout) {
        return new CellConnection(masterUri, host, newTimeout, stop, images);
    }

    public CellConnection withStop(StopState newStop) {
        return new CellConnection(masterUri, host, timeout, newStop, images);
    }
}
