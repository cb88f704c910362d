package armfarm.controller;

import armfarm.controller.config.CameraImages;
import armfarm.controller.config.CellConfig;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.links.RosLink;
import armfarm.controller.simulation.ArmNames;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.RosArmCell;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.cell.ImageProcessor;
import armfarm.messages.cell.StopState;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.GraspSpace;
import armfarm.policy.outcome.OutcomeRules;
import armfarm.policy.practice.GraspSpaces;
import armfarm.ros.RosHost;
import armfarm.simulation.SimulatedCells;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All arms of a farm, simulated ones first, and how each is reached. Immutable. */
public final class FarmArms {
    private static final Duration REAL_TIME_CALL = Duration.ofSeconds(60);
    private static final Duration FAST_CALL = Duration.ofSeconds(20);

    private final List<Arm> arms;

    /**
     * One arm.
     *
     * @param simulated whether the farm itself runs it
     * @param images what is done to its camera's images; empty for a simulated arm, whose images are taken as they are
     * @param outcome when a grasp counts as a success
     */
    public record Arm(
            CellSpec spec,
            Duration callTimeout,
            boolean simulated,
            Optional<CameraImages> images,
            OutcomeRules outcome) {
        public ArmId id() {
            return spec.arm();
        }
    }

    private FarmArms(List<Arm> arms) {
        this.arms = List.copyOf(arms);
    }

    public static FarmArms of(FarmConfig config) {
        List<Arm> arms = new ArrayList<>();
        Duration timeout = config.simulation().slow() ? REAL_TIME_CALL : FAST_CALL;
        for (int i = 0; i < config.arms(); i++) {
            CellSpec spec =
                    SimulatedCells.spec(ArmNames.of(i), config.simulation().depth());
            arms.add(new Arm(spec, timeout, true, Optional.empty(), OutcomeRules.defaults()));
        }
        for (CellConfig cell : config.cells()) {
            arms.add(new Arm(cell.spec(), cell.callTimeout(), false, Optional.of(cell.images()), cell.outcome()));
        }
        return new FarmArms(arms);
    }

    public List<Arm> all() {
        return arms;
    }

    /** For example: 4 simulated arms and 1 cell. */
    public String describe() {
        long simulated = arms.stream().filter(Arm::simulated).count();
        long cells = arms.size() - simulated;
        String text = simulated == 1 ? "1 simulated arm" : simulated + " simulated arms";
        String other = cells == 1 ? "1 cell" : cells + " cells";
        return cells == 0 ? text : simulated == 0 ? other : text + " and " + other;
    }

    /** Whether some arm's bin is arranged on request, which evaluations on held-out objects need. */
    public boolean anyArrangesBin() {
        return arms.stream().anyMatch(arm -> arm.spec().arrangesBin());
    }

    /** The smallest space that holds every arm's workspace. */
    public GraspSpace graspSpace() {
        WorkspaceLimits first = arms.get(0).spec().workspace();
        WorkspaceLimits all = arms.stream()
                .map(arm -> arm.spec().workspace())
                .reduce(
                        first,
                        (a, b) -> new WorkspaceLimits(
                                Math.min(a.minXMeters(), b.minXMeters()),
                                Math.max(a.maxXMeters(), b.maxXMeters()),
                                Math.min(a.minYMeters(), b.minYMeters()),
                                Math.max(a.maxYMeters(), b.maxYMeters()),
                                Math.min(a.minZMeters(), b.minZMeters()),
                                Math.max(a.maxZMeters(), b.maxZMeters()),
                                Math.max(a.yawLimitRadians(), b.yawLimitRadians())));
        return GraspSpaces.of(all);
    }

    /** The arm of that name; a simulated one where none is configured so. */
    public WorkspaceLimits workspaceOf(ArmId id) {
        return arms.stream()
                .filter(arm -> arm.id().equals(id))
                .findFirst()
                .map(Arm::spec)
                .orElseGet(() -> SimulatedCells.spec(id))
                .workspace();
    }

    /** Connects to an arm; blocks, see {@link RosArmCell#connect}. */
    public static RosArmCell connect(Arm arm, URI rosMaster, RosHost host, StopState stop, InstantSource clock) {
        return RosArmCell.connect(arm.spec(), connection(arm, rosMaster, host, stop), clock);
    }

    /** How an arm is reached and what becomes of its images. */
    public static CellConnection connection(Arm arm, URI rosMaster, RosHost host, StopState stop) {
        Optional<ImageProcessor.Factory> images = arm.images()
                .map(wanted ->
                        (id, camera, lens) -> new CameraPipeline(id, camera, lens, wanted.pipeline(), wanted.health()));
        return new CellConnection(rosMaster, host, arm.callTimeout(), stop, images);
    }

    /** How nodes of this machine are reached from a master's network. */
    public static RosHost rosHost(FarmConfig config, URI rosMaster) {
        return RosLink.host(config.connections(), rosMaster);
    }

    /** The stops of a farm's arms. */
    public static StopLatch stops(Path dataFolder) {
        return new StopLatch(dataFolder.toAbsolutePath().normalize().resolve("stops"));
    }
}
