package armfarm.episodes.tfrecord;

import armfarm.episodes.tfrecord.wire.Feature;
import armfarm.episodes.tfrecord.wire.FeatureList;
import armfarm.episodes.tfrecord.wire.FeatureLists;
import armfarm.episodes.tfrecord.wire.SequenceExample;
import armfarm.messages.JpegCodec;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Records with the keys of the published data alone, two steps each; fields are for tests to change. */
final class PublishedRecord {
    static final Pose START = Pose.topDown(0.5, 0.1, 0.4, 0.5);
    static final Pose MIDDLE = Pose.topDown(0.52, 0.12, 0.2, 0.2);
    static final Pose REACHED = Pose.topDown(0.53, 0.12, 0.21, 0.2);
    static final Pose GRASP = Pose.topDown(0.55, 0.15, 0.06, -0.3);

    final FeatureMap features = new FeatureMap();

    /** @param shade of the images, so that no two records are alike */
    PublishedRecord(int shade, boolean success) {
        features.text("num_grasp_steps", "2")
                .image("pregrasp/image/encoded", image(shade))
                .image("grasp/image/encoded", image(shade))
                .image("grasp/0/image/encoded", image(shade + 1))
                .image("grasp/1/image/encoded", image(shade + 2))
                .image("post_grasp/image/encoded", image(shade + 3))
                .image("present/image/encoded", image(shade + 4))
                .image("post_drop/image/encoded", image(shade + 5))
                .bytes("grasp/0/depth_image/encoded", List.of(ByteString.copyFromUtf8("depth")))
                .bytes("grasp/1/depth_image/encoded", List.of(ByteString.copyFromUtf8("depth")))
                .pose(Brain2016Keys.APPROACH_POSE, START)
                .pose(Brain2016Keys.commandedPose(0), MIDDLE)
                .pose(Brain2016Keys.reachedPose(0), REACHED)
                .pose(Brain2016Keys.commandedPose(1), GRASP)
                .pose(Brain2016Keys.reachedPose(1), GRASP)
                .floats("gripper/status", 0.25)
                .floats("grasp_success", success ? 1 : 0);
    }

    static byte[] image(int shade) {
        byte[] pixels = new byte[64 * 48 * 3];
        Arrays.fill(pixels, (byte) shade);
        return JpegCodec.encode(new RgbImage(64, 48, pixels), 0.9f).bytes();
    }

    byte[] bytes() {
        return FeatureMap.serialize(SequenceExample.newBuilder()
                .setContext(features.build())
                .setFeatureLists(FeatureLists.newBuilder()
                        .putFeatureList(
                                "gripper_sequence/joint/positions",
                                FeatureList.newBuilder()
                                        .addFeature(Feature.getDefaultInstance())
                                        .build()))
                .build());
    }
}
