package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ObjectSet;
import armfarm.simulation.Bin;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A world of arm cells for Gazebo: each cell has an arm, a bin, a camera and the objects that its bin may hold. Arm, bin and
 * camera are those of the embedded simulation ({@link armfarm.simulation.SimulatedArm}), so that a cell is described by
 * {@link armfarm.simulation.SimulatedCells#spec}. Immutable.
 *
 * @param catalog what the objects are drawn from
 * @param camera of each arm
 * @param seed chooses the objects and the cameras' mounting errors
 * @param trainingObjects per arm
 * @param heldOutObjects per arm, and as many of held-out kinds where the catalogue has them
 */
public record GazeboWorld(
        List<ArmId> arms,
        ObjectCatalog catalog,
        Camera camera,
        Physics physics,
        long seed,
        int trainingObjects,
        int heldOutObjects) {
    /** Farther than any camera or arm reaches. */
    private static final double CELL_SPACING_METERS = 5;

    /**
     * A camera, which also sends an image when asked.
     *
     * @param hertz how often a free-running camera takes an image, and at most how often a triggered one does; simulated
     * @param freeRunning whether it takes images without being asked
     * @param depth whether it sends the depth of each image, too
     */
    public record Camera(int widthPixels, int heightPixels, double hertz, boolean freeRunning, boolean depth) {
        public Camera {
            if (widthPixels < 16 || heightPixels < 16 || !(hertz > 0)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Gazebo cameras with images of " + widthPixels + "x" + heightPixels + " pixels at " + hertz
                                + " Hz; expected at least 16 pixels and more than 0 Hz");
            }
        }
    }

    /**
     * How time goes on.
     *
     * @param stepMilliseconds simulated
     * @param maxSpeed simulated seconds in a second, at most; 0 is as fast as the machine can
     */
    public record Physics(double stepMilliseconds, double maxSpeed) {
        public Physics {
            if (!(stepMilliseconds >= 0.5 && stepMilliseconds <= 4) || !(maxSpeed >= 0)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Gazebo physics with a step of " + stepMilliseconds + " ms and speed " + maxSpeed
                                + "; expected 0.5 to 4 ms and a speed of at least 0");
            }
        }
    }

    public GazeboWorld {
        arms = List.copyOf(arms);
        if (arms.isEmpty() || trainingObjects < 1 || heldOutObjects < 0) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "A Gazebo world of " + arms.size() + " arms with " + trainingObjects + " training and "
                            + heldOutObjects + " held-out objects; expected at least one arm and one training object");
        }
    }

    /** Triggered cameras, steps of 2 ms, at most real time, 24 training and 12 held-out objects for each arm, and 12 of held-out kinds. */
    public static GazeboWorld of(List<ArmId> arms, int widthPixels, int heightPixels, long seed) {
        Camera camera = new Camera(widthPixels, heightPixels, 10, false, false);
        return new GazeboWorld(arms, ObjectCatalog.defaults(), camera, new Physics(2, 1), seed, 24, 12);
    }

    /** With other objects to draw from. */
    public GazeboWorld withCatalog(ObjectCatalog newCatalog) {
        return new GazeboWorld(arms, newCatalog, camera, physics, seed, trainingObjects, heldOutObjects);
    }

    private GazeboWorld withPhysics(Physics newPhysics) {
        return new GazeboWorld(arms, catalog, camera, newPhysics, seed, trainingObjects, heldOutObjects);
    }

    public GazeboWorld withMaxSpeed(double newSpeed) {
        return withPhysics(new Physics(physics.stepMilliseconds(), newSpeed));
    }

    public GazeboWorld withStepMilliseconds(double newStep) {
        return withPhysics(new Physics(newStep, physics.maxSpeed()));
    }

    /** Cameras that take images without being asked, so many a simulated second. */
    public GazeboWorld withFreeRunningCameras(double hertz) {
        return withCamera(new Camera(camera.widthPixels(), camera.heightPixels(), hertz, true, camera.depth()));
    }

    /** Cameras with or without depth. */
    public GazeboWorld withDepth(boolean depth) {
        return withCamera(
                new Camera(camera.widthPixels(), camera.heightPixels(), camera.hertz(), camera.freeRunning(), depth));
    }

    private GazeboWorld withCamera(Camera newCamera) {
        return new GazeboWorld(arms, catalog, newCamera, physics, seed, trainingObjects, heldOutObjects);
    }

    /** Options that gzserver must be started with for this world: without lockstep free-running cameras skip images. */
    List<String> options() {
        return camera.freeRunning() ? List.of("--lockstep") : List.of();
    }

    /** The world in Gazebo's own format, SDF 1.6. */
    public String sdf() {
        StringBuilder cells = new StringBuilder();
        StringBuilder plugin = new StringBuilder();
        for (int i = 0; i < arms.size(); i++) {
            addCell(cells, i);
            plugin.append("<arm><name>%s</name><home>%s</home></arm>%n".formatted(arms.get(i), SdfArm.home()));
        }
        return """
                <?xml version="1.0"?>
                <sdf version="1.6">
                <world name="farm">
                <physics type="ode">
                  <max_step_size>%s</max_step_size>
                  <real_time_factor>1</real_time_factor>
                  <real_time_update_rate>%s</real_time_update_rate>
                  <ode>
                    <solver><type>quick</type><iters>50</iters><sor>1.3</sor></solver>
                    <constraints>
                      <cfm>0</cfm><erp>0.2</erp>
                      <contact_max_correcting_vel>100</contact_max_correcting_vel>
                      <contact_surface_layer>0.001</contact_surface_layer>
                    </constraints>
                  </ode>
                </physics>
                <scene>
                  <ambient>0.42 0.42 0.42 1</ambient><background>0.6 0.6 0.6 1</background><shadows>0</shadows>
                </scene>
                <light name="sun" type="directional">
                  <cast_shadows>0</cast_shadows>
                  <pose>0 0 10 0 0 0</pose>
                  <diffuse>0.62 0.62 0.62 1</diffuse><specular>0.1 0.1 0.1 1</specular>
                  <direction>-0.35 -0.40 -0.85</direction>
                </light>
                %s<plugin name="farm" filename="libarmfarm_arm.so">
                %s</plugin>
                </world>
                </sdf>
                """.formatted(
                        physics.stepMilliseconds() / 1000,
                        physics.maxSpeed() * 1000 / physics.stepMilliseconds(),
                        cells,
                        plugin);
    }

    private void addCell(StringBuilder cells, int index) {
        ArmId arm = arms.get(index);
        double y = CELL_SPACING_METERS * index;
        cells.append(SdfArm.arm(arm, y)).append(bin(arm, y)).append(SdfArm.camera(camera, arm, y, seed + index));
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        List<ObjectSpec> objects = new ArrayList<>(draw(ObjectSet.TRAINING, trainingObjects, random));
        objects.addAll(draw(ObjectSet.HELD_OUT, heldOutObjects, random));
        objects.addAll(draw(ObjectSet.HELD_OUT_KINDS, heldOutObjects, random));
        for (int i = 0; i < objects.size(); i++) {
            cells.append(SdfObject.of(arm, objects.get(i), i, y));
        }
    }

    private List<ObjectSpec> draw(ObjectSet set, int count, SplittableRandom random) {
        List<ObjectSpec> pool = new ArrayList<>(catalog.pool(set));
        List<ObjectSpec> drawn = new ArrayList<>();
        while (drawn.size() < count && !pool.isEmpty()) {
            drawn.add(pool.remove(random.nextInt(pool.size())));
        }
        return drawn;
    }

    private static String bin(ArmId arm, double y) {
        StringBuilder parts = new StringBuilder();
        parts.append(Sdf.part("floor", "0 0 -0.05 0 0 0", Sdf.box(2.5, 2.5, 0.1), Sdf.STEADY, 0xBEB49A));
        for (int side = 0; side < 4; side++) {
            double angle = side * Math.PI / 2;
            String pose = Sdf.numbers(
                    Math.cos(angle) * Bin.wallCentreOut(),
                    Math.sin(angle) * Bin.wallCentreOut(),
                    Bin.wallCentreUp(),
                    0,
                    -Bin.WALL_ANGLE_RADIANS,
                    angle);
            String shape = Sdf.box(Bin.WALL_LENGTH, 2 * Bin.WALL_HALF_WIDTH, Bin.WALL_THICKNESS);
            parts.append(Sdf.part("wall_" + side, pose, shape, Sdf.STEADY, 0x7F8894));
        }
        return """
                <model name="%s_bin"><static>1</static><pose>%s %s 0 0 0 0</pose>
                <link name="bin">
                %s</link></model>
                """.formatted(arm, Bin.BIN_IN_BASE.xMeters(), y, parts);
    }
}
