package armfarm.policy.training;

import armfarm.messages.AttemptId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.policy.network.Batches;
import armfarm.policy.network.Picture;
import armfarm.policy.network.Relief;
import java.time.Instant;
import java.util.SplittableRandom;

/** A task with a known answer: one bright bar on the floor, gripped by closing across its middle. */
final class BarScene {
    private static final double HALF_LENGTH = 0.035;
    private static final double HALF_WIDTH = 0.009;

    final AttemptId attempt;
    final CameraInfo camera;
    final Pose barInBase;

    BarScene(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        attempt = AttemptId.next(Instant.EPOCH, random);
        camera = Picture.camera(0.14 + 0.04 * random.nextDouble());
        barInBase = Pose.topDown(
                0.15 * random.nextDouble() - 0.075,
                0.15 * random.nextDouble() - 0.075,
                0.015,
                Math.PI * random.nextDouble());
    }

    RgbImage image() {
        Pose baseInBar = barInBase.inverse();
        return Picture.of(camera, Batches.SPEC.cropPlaneZMeters(), (x, y, channel) -> {
            double[] turned = baseInBar.rotate(x, y, 0);
            double along = Math.abs(turned[0] + baseInBar.xMeters());
            double across = Math.abs(turned[1] + baseInBar.yMeters());
            return along < HALF_LENGTH && across < HALF_WIDTH ? 220 - 40 * channel : 70 + 10 * channel;
        });
    }

    /** The bar is 3 cm high. */
    DepthImage depth() {
        return Relief.of(camera, Relief.box(barInBase, HALF_LENGTH, HALF_WIDTH, 0.03));
    }

    boolean succeeds(Pose graspInBase) {
        double distance =
                Math.hypot(graspInBase.xMeters() - barInBase.xMeters(), graspInBase.yMeters() - barInBase.yMeters());
        return distance < 0.025 && Math.abs(Math.sin(graspInBase.yawRadians() - barInBase.yawRadians())) < 0.6;
    }

    /** Half of them near the bar, so that some succeed. */
    Pose someGrasp(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double spread = random.nextBoolean() ? 0.03 : 0.15;
        return Pose.topDown(
                barInBase.xMeters() + spread * (2 * random.nextDouble() - 1),
                barInBase.yMeters() + spread * (2 * random.nextDouble() - 1),
                0.0095 + 0.015 * random.nextDouble(),
                Math.PI * (random.nextDouble() - 0.5));
    }
}
