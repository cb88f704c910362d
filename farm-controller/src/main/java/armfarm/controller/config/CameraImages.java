package armfarm.controller.config;

import armfarm.ingest.image.FrameHealthConfig;
import armfarm.ingest.image.ImagePipelineConfig;

/** What is done to a cell's images and what they have to be like. Immutable. */
public record CameraImages(ImagePipelineConfig pipeline, FrameHealthConfig health) {}
