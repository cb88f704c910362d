package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * A Gaussian over top-down grasps in which x, y, z and yaw are independent. A two-finger grasp turned by half a turn is the same
 * grasp, so yaw is averaged on a circle of half a turn. Immutable.
 */
record GraspGaussian(Coordinate x, Coordinate y, Coordinate z, Coordinate yaw) {
    /** A choice: a space that holds less than a hundredth of the draws is met by clipping instead. */
    private static final int MAX_DRAWS = 100;

    /** One coordinate's mean and standard deviation. */
    record Coordinate(double mean, double spread) {
        private double draw(RandomGenerator random) {
            return mean + spread * random.nextGaussian();
        }
    }

    /**
     * Mean and standard deviation of the grasps (with Bessel's correction), no spread below its floor.
     *
     * @param graspsInBase 2 or more
     */
    static GraspGaussian fit(List<Pose> graspsInBase, CemConfig floors) {
        double meanYaw = meanYaw(graspsInBase);
        return new GraspGaussian(
                fit(graspsInBase, Pose::xMeters, floors.minPositionSpreadMeters()),
                fit(graspsInBase, Pose::yMeters, floors.minPositionSpreadMeters()),
                fit(graspsInBase, Pose::zMeters, floors.minHeightSpreadMeters()),
                new Coordinate(
                        meanYaw, spread(graspsInBase, grasp -> turn(meanYaw, grasp), floors.minYawSpreadRadians())));
    }

    private static Coordinate fit(List<Pose> grasps, ToDoubleFunction<Pose> coordinate, double floor) {
        double mean = grasps.stream().mapToDouble(coordinate).average().orElseThrow();
        return new Coordinate(mean, spread(grasps, grasp -> coordinate.applyAsDouble(grasp) - mean, floor));
    }

    private static double spread(List<Pose> grasps, ToDoubleFunction<Pose> deviation, double floor) {
        double squares = grasps.stream()
                .mapToDouble(deviation)
                .map(value -> value * value)
                .sum();
        return Math.max(floor, Math.sqrt(squares / (grasps.size() - 1)));
    }

    /** Of the angles doubled, for which half a turn is a whole one. */
    private static double meanYaw(List<Pose> grasps) {
        double sine = grasps.stream()
                .mapToDouble(grasp -> Math.sin(2 * grasp.yawRadians()))
                .sum();
        double cosine = grasps.stream()
                .mapToDouble(grasp -> Math.cos(2 * grasp.yawRadians()))
                .sum();
        return Math.atan2(sine, cosine) / 2;
    }

    /** The shortest way to an equal grasp, within a quarter turn. */
    private static double turn(double fromYaw, Pose grasp) {
        return Math.IEEEremainder(grasp.yawRadians() - fromYaw, Math.PI);
    }

    /** A grasp of the space: draws outside it are drawn again. */
    Pose draw(GraspSpace space, RandomGenerator random) {
        for (int i = 1; i < MAX_DRAWS; i++) {
            double[] drawn = {x.draw(random), y.draw(random), z.draw(random), yaw.draw(random)};
            if (space.contains(drawn[0], drawn[1], drawn[2], drawn[3])) {
                return space.clip(drawn[0], drawn[1], drawn[2], drawn[3]);
            }
        }
        return space.clip(x.draw(random), y.draw(random), z.draw(random), yaw.draw(random));
    }
}
