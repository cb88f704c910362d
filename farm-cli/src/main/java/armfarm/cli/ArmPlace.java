package armfarm.cli;

import armfarm.controller.FarmArms;
import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.outcome.OutcomeRules;
import armfarm.ros.RosHost;
import armfarm.simulation.SimulatedCells;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The arms that a farm drives in one data folder, running or not. Without a folder only those of a configuration. */
final class ArmPlace {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    private final Optional<Path> folder;
    private final Optional<Path> configFile;
    private final Optional<DataFolder.Owner> owner;

    /** An arm, and whether a running farm drives it. */
    record Chosen(FarmArms.Arm arm, boolean drivenByFarm) {}

    ArmPlace(Optional<Path> folder, Optional<Path> configFile) {
        this.folder = folder;
        this.configFile = configFile;
        this.owner = folder.flatMap(DataFolder::runningOwner);
    }

    Optional<Path> folder() {
        return folder;
    }

    Optional<DataFolder.Owner> owner() {
        return owner;
    }

    /** For people, for example: the farm in /data (armfarm up, process 4711). */
    String describe() {
        return folder.map(path -> owner.map(
                                o -> "the farm in " + path + " (armfarm " + o.command() + ", process " + o.pid() + ")")
                        .orElse("the stopped farm in " + path))
                .orElse("the configuration");
    }

    /** Of a stopped farm too: from its next start on. */
    boolean obeysStops() {
        return folder.isPresent() && owner.map(DataFolder.Owner::drivesArms).orElse(true);
    }

    /** Whether a process that runs there drives the arm now. */
    boolean drives(ArmId arm) {
        return owner.map(found -> found.arms().contains(arm.name())).orElse(false);
    }

    /** Whether anything obeys the arm's stop in this folder: what drives it there, or the next farm that starts there. */
    boolean obeysStopOf(ArmId arm) {
        return owner.isPresent() ? drives(arm) : names().contains(arm.name());
    }

    FarmConfig config() {
        return configFile
                .or(() -> owner.map(DataFolder.Owner::config)
                        .filter(file -> !file.isEmpty())
                        .map(Path::of))
                .or(() -> folder.flatMap(DataFolder::lastConfig).map(Path::of).filter(Files::isReadable))
                .map(FarmConfig::read)
                .orElseGet(FarmConfig::defaults);
    }

    /** Every arm that can be reached, those of a running farm first: a simulated arm is only there while its farm runs. */
    List<Chosen> all() {
        List<String> running = owner.map(DataFolder.Owner::arms).orElse(List.of());
        List<FarmArms.Arm> configured = FarmArms.of(config()).all();
        List<Chosen> all = new ArrayList<>();
        for (String name : running) {
            ArmId id = new ArmId(name);
            FarmArms.Arm arm = configured.stream()
                    .filter(candidate -> candidate.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> simulated(id));
            all.add(new Chosen(arm, true));
        }
        for (FarmArms.Arm arm : configured) {
            boolean known = running.contains(arm.id().name());
            if (!known && !arm.simulated()) {
                all.add(new Chosen(arm, false));
            }
        }
        return all;
    }

    /** As {@link #all}, and the arms that a stopped farm had. */
    List<Chosen> allWithStopped() {
        List<Chosen> all = new ArrayList<>(all());
        for (String name : names()) {
            ArmId id = new ArmId(name);
            if (all.stream().noneMatch(chosen -> chosen.arm().id().equals(id))) {
                all.add(new Chosen(simulated(id), false));
            }
        }
        return all;
    }

    private static FarmArms.Arm simulated(ArmId id) {
        return new FarmArms.Arm(SimulatedCells.spec(id), CALL_TIMEOUT, true, Optional.empty(), OutcomeRules.defaults());
    }

    /**
     * Of every arm known here: driven now or stopped; without a process also driven last or configured, for the cells of one
     * configuration may be driven by several processes, each in a folder of its own. A configuration that cannot be read adds none.
     */
    NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>(owner.map(DataFolder.Owner::arms)
                .orElseGet(() -> folder.map(DataFolder::lastArms).orElse(List.of())));
        if (folder.isPresent()) {
            stops().stops().forEach(stop -> stop.arm().map(ArmId::name).ifPresent(names::add));
        }
        if (owner.isPresent()) {
            return names;
        }
        try {
            boolean nothingElse = names.isEmpty() && folder.isPresent();
            FarmArms.of(config()).all().stream()
                    .filter(arm -> !arm.simulated() || nothingElse)
                    .forEach(arm -> names.add(arm.id().name()));
        } catch (FarmException e) {
            if (names.isEmpty()) {
                throw e;
            }
        }
        return names;
    }

    URI rosMaster() {
        String configured = config().connections().rosMasterUri();
        String master = owner.map(DataFolder.Owner::rosMaster)
                .orElse(configured.isEmpty() ? System.getenv().getOrDefault("ROS_MASTER_URI", "") : configured);
        if (master.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Where the ROS master is, is not known: no farm runs"
                            + folder.map(path -> " in " + path).orElse("")
                            + "; set ros.master_uri in the configuration or the environment variable ROS_MASTER_URI");
        }
        return URI.create(master);
    }

    RosHost rosHost() {
        return FarmArms.rosHost(config(), rosMaster());
    }

    /** @throws IllegalStateException without a folder */
    StopLatch stops() {
        return FarmArms.stops(folder.orElseThrow(IllegalStateException::new));
    }

    /** Why the arm is stopped by a person; empty if it is not. */
    Optional<String> stopped(ArmId arm) {
        return folder.flatMap(path -> FarmArms.stops(path).stopped(arm));
    }

    CellConnection connection(FarmArms.Arm arm) {
        return FarmArms.connection(arm, rosMaster(), rosHost(), () -> stopped(arm.id()));
    }
}
