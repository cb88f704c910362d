package armfarm.controller;

import armfarm.ingest.image.FrameHealth;
import armfarm.ingest.image.FrameHealthConfig;
import armfarm.ingest.image.FrameProblem;
import armfarm.ingest.image.ImagePipeline;
import armfarm.ingest.image.ImagePipelineConfig;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.LensDistortion;
import armfarm.messages.RawImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.ImageProcessor;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a real camera's images into the farm: through the image pipeline, and past the checks of their health. A
 * picture that shows nothing, or nothing new, is refused with the reason; other problems go to the log when they begin.
 */
public final class CameraPipeline implements ImageProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CameraPipeline.class);
    /** A decision on such a picture would be one on nothing. */
    private static final Set<FrameProblem.Kind> USELESS =
            EnumSet.of(FrameProblem.Kind.FROZEN, FrameProblem.Kind.BLACK, FrameProblem.Kind.OVEREXPOSED);

    private final String name;
    private final ImagePipeline pipeline;
    private final FrameHealth health;
    private final ProblemLog arrivals = new ProblemLog();
    private final ProblemLog pictures = new ProblemLog();

    /** @throws armfarm.messages.FarmException (CONFIG) if the settings do not fit the camera */
    public CameraPipeline(
            ArmId arm, CameraInfo camera, LensDistortion lens, ImagePipelineConfig images, FrameHealthConfig limits) {
        this.name = arm.name();
        this.pipeline = new ImagePipeline(name, camera, lens, images);
        this.health = new FrameHealth(limits);
    }

    @Override
    public CameraInfo camera() {
        return pipeline.camera();
    }

    @Override
    public CapturedImage process(RawImage raw, Instant stamp, Instant receivedAt) {
        ImagePipeline.Processed image = pipeline.process(raw);
        List<FrameProblem> problems = health.look(image.image());
        pictures.note(problems);
        problems.stream()
                .filter(problem -> USELESS.contains(problem.kind()))
                .findFirst()
                .ifPresent(problem -> {
                    throw new DriverException(problem.message(name));
                });
        return new CapturedImage(image.image(), stamp, receivedAt, Optional.of(image.encoded()));
    }

    @Override
    public DepthImage processDepth(DepthImage raw) {
        return pipeline.depth(raw);
    }

    @Override
    public void arrived(Instant stamp, Instant receivedAt) {
        arrivals.note(health.arrived(stamp, receivedAt));
    }

    /** Logs problems when they begin, not as long as they last. Confined to one thread. */
    private final class ProblemLog {
        private Set<FrameProblem.Kind> known = EnumSet.noneOf(FrameProblem.Kind.class);

        void note(List<FrameProblem> problems) {
            Set<FrameProblem.Kind> now = EnumSet.noneOf(FrameProblem.Kind.class);
            for (FrameProblem problem : problems) {
                now.add(problem.kind());
                if (!known.contains(problem.kind())) {
                    LOG.warn("{}", problem.message(name));
                }
            }
            known = now;
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
