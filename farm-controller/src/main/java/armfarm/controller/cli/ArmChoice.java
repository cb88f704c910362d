package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.FarmArms;
import armfarm.controller.config.FarmConfig;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.safety.StopLatch;
import armfarm.drivers.sim.SimulatedCells;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which arms a command is about: those of the running farm in the data folder, and those of a configuration file. */
final class ArmChoice {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with the arm's cell; not needed for the arms of a running farm.")
    private Path configFile;

    /** An arm, and the running farm that drives it, if one does. */
    record Chosen(FarmArms.Arm arm, boolean drivenByFarm) {}

    /** Also takes arm-1 for arm_1: names have no dashes. */
    static ArmId id(String name) {
        return new ArmId(name.replace('-', '_'));
    }

    Optional<DataFolder.Owner> owner() {
        return DataFolder.runningOwner(data.folder());
    }

    FarmConfig config() {
        if (configFile != null) {
            return FarmConfig.read(configFile);
        }
        return owner().map(DataFolder.Owner::config)
                .filter(file -> !file.isEmpty())
                .map(file -> FarmConfig.read(Path.of(file)))
                .orElseGet(FarmConfig::defaults);
    }

    /** Every arm this command knows of, those of a running farm first. */
    List<Chosen> all() {
        List<String> running = owner().map(DataFolder.Owner::arms).orElse(List.of());
        List<FarmArms.Arm> configured = FarmArms.of(config()).all();
        List<Chosen> all = new ArrayList<>();
        for (String name : running) {
            ArmId id = new ArmId(name);
            FarmArms.Arm arm = configured.stream()
                    .filter(candidate -> candidate.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> new FarmArms.Arm(SimulatedCells.spec(id), CALL_TIMEOUT, true, Optional.empty()));
            all.add(new Chosen(arm, true));
        }
        for (FarmArms.Arm arm : configured) {
            boolean known = running.contains(arm.id().name());
            // A simulated arm runs inside a farm only: without one there is none.
            if (!known && !arm.simulated()) {
                all.add(new Chosen(arm, false));
            }
        }
        return all;
    }

    /** @throws FarmException (CONFIG) if there is no such arm; it names those there are */
    Chosen one(String name) {
        List<Chosen> all = all();
        return all.stream()
                .filter(chosen -> chosen.arm().id().equals(id(name)))
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "There is no arm '" + name + "': "
                                + (all.isEmpty()
                                        ? "no farm runs in "
                                                + data.folder().toAbsolutePath().normalize()
                                                + " and no cell is configured; start one with 'armfarm up', name its"
                                                + " folder with --data, or a file with cells with --config"
                                        : "known are "
                                                + all.stream()
                                                        .map(chosen -> chosen.arm()
                                                                .id()
                                                                .name())
                                                        .toList())));
    }

    URI rosMaster() {
        String configured = config().connections().rosMasterUri();
        String master = owner().map(DataFolder.Owner::rosMaster)
                .orElse(configured.isEmpty() ? System.getenv().getOrDefault("ROS_MASTER_URI", "") : configured);
        if (master.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Where the ROS master is, is not known: no farm runs in "
                            + data.folder().toAbsolutePath().normalize()
                            + "; set ros.master_uri in the configuration or the environment variable ROS_MASTER_URI");
        }
        return URI.create(master);
    }

    RosHost rosHost() {
        return FarmArms.rosHost(config(), rosMaster());
    }

    StopLatch stops() {
        return FarmArms.stops(data.folder());
    }

    CellConnection connection(FarmArms.Arm arm) {
        return FarmArms.connection(arm, rosMaster(), rosHost(), stops().of(arm.id()));
    }
}
