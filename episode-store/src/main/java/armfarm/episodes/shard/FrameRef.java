package armfarm.episodes.shard;

import java.util.Optional;

/**
 * Where the images of one frame are, all in one shard. Immutable.
 *
 * @param image the colour image
 * @param depth empty if the frame has none
 */
public record FrameRef(ImageRef image, Optional<ImageRef> depth) {}
