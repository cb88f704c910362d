package armfarm.controller.config;

import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.EpsilonRandomPolicy;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.training.TrainingConfig;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.ObjectSpec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything that can be set, as read from the YAML file. Every key and its meaning: docs/configuration.md, and for cells
 * docs/arms.md. Immutable.
 *
 * @param arms simulated ones
 * @param cells arms that run elsewhere and are reached over ROS
 * @param learning when to retrain, how fast and on what; what else a round does cannot be set
 * @param file that it was read from; empty for the defaults
 */
public record FarmConfig(
        int arms,
        List<CellConfig> cells,
        long seed,
        PageConfig page,
        PracticeConfig collection,
        TrainingConfig learning,
        EvaluationConfig evaluation,
        SimulationConfig simulation,
        ConnectionConfig connections,
        ImagesConfig images,
        long minFreeDiskMegabytes,
        String file) {

    /** Simulated arms and cells together; as many as the event stream has partitions. */
    public static final int MAX_ARMS = 16;

    public FarmConfig {
        cells = List.copyOf(cells);
    }

    /**
     * @param host address to listen on
     * @param port 0 means 8080 or, if that is taken, any free port
     * @param hosts names under which it is reached, besides addresses, localhost and the machine's own
     */
    public record PageConfig(String host, int port, List<String> hosts) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

        public PageConfig {
            hosts = List.copyOf(hosts);
        }

        private static PageConfig read(ConfigReader in) {
            List<String> hosts = in.texts("page.hosts", List.of());
            hosts.stream()
                    .filter(name -> !NAME.matcher(name).matches())
                    .forEach(name -> in.problem("page.hosts: found '" + name
                            + "', expected names alone, without http:// and port, for example [farm.lab.example]"));
            return new PageConfig(in.text("page.host", "127.0.0.1"), in.integer("page.port", 0, 0, 65_535), hosts);
        }
    }

    /** @param attempts first grasps on held-out objects at the end of a bounded run, per policy; 0 switches it off */
    public record EvaluationConfig(int attempts) {}

    /** What runs the simulated arms. */
    public enum SimulationKind {
        /** Bullet in the farm's own process. */
        EMBEDDED,
        /** Gazebo 11 in a process of its own. */
        GAZEBO
    }

    /** Whose Gazebo world the arms are in. */
    public enum GazeboWorldSource {
        /** The farm starts it, and starts it again when it breaks. */
        OWN,
        /** One that runs already, with the same ROS master. */
        RUNNING
    }

    /**
     * The Gazebo world that the arms are in.
     *
     * @param cameraHertz images a simulated second that each camera takes without being asked; 0: only when asked
     * @param stepMilliseconds of the physics, simulated
     */
    public record GazeboConfig(GazeboWorldSource world, double cameraHertz, double stepMilliseconds) {}

    /**
     * Of the simulated arms.
     *
     * @param realTime simulated arms move at robot speed instead of as fast as the processor allows
     * @param heldOutKinds of objects that are never practised with; not all
     * @param depth simulated arms have a depth camera
     */
    public record SimulationConfig(
            SimulationKind kind,
            ImageSize image,
            boolean realTime,
            Set<ObjectSpec.Kind> heldOutKinds,
            boolean depth,
            GazeboConfig gazebo) {
        public SimulationConfig {
            heldOutKinds = Set.copyOf(heldOutKinds);
        }

        private static Set<ObjectSpec.Kind> readHeldOutKinds(ConfigReader in) {
            Set<ObjectSpec.Kind> kinds =
                    in.words("simulation.held_out_kinds", ObjectCatalog.defaultHeldOutKinds(), ObjectSpec.Kind.class);
            if (kinds.size() == ObjectSpec.Kind.values().length) {
                in.problem("simulation.held_out_kinds: found all kinds of objects, expected at least one left to"
                        + " practise with");
                return ObjectCatalog.defaultHeldOutKinds();
            }
            return kinds;
        }

        /** Whether a motion may take as long as a robot's. */
        public boolean slow() {
            return realTime || kind == SimulationKind.GAZEBO;
        }
    }

    /**
     * Services outside the process; an empty text means the embedded one.
     *
     * @param rosAdvertisedHost name or address under which other machines reach this one's ROS nodes; empty: as ROS_HOSTNAME or
     *     ROS_IP say, else this machine only
     * @param spoolMaxMegabytes events that wait on the disk while Kafka is away, at most
     */
    public record ConnectionConfig(
            String rosMasterUri,
            String rosAdvertisedHost,
            String kafkaBootstrapServers,
            String kafkaTopic,
            String jdbcUrl,
            String jdbcUser,
            String jdbcPasswordFile,
            long spoolMaxMegabytes) {}

    public static FarmConfig defaults() {
        return from(new ConfigReader(JsonNodeFactory.instance.objectNode()), Path.of(""), "");
    }

    /** @throws FarmException (CONFIG) with all problems of the file at once */
    public static FarmConfig read(Path file) {
        StrictYaml.Document document;
        try {
            document = StrictYaml.read(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Configuration " + file + " is not valid YAML: " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Configuration " + file + " is not a UTF-8 text: " + e + "; save it as UTF-8", e);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Configuration " + file + " cannot be read: " + e + "; check the path", e);
        }
        requireNone(file, document.problems());
        JsonNode root = document.root();
        if (root == null || root.isMissingNode() || root.isNull()) {
            return defaults();
        }
        if (!root.isObject()) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Configuration " + file + ": found '" + root + "', expected keys and values");
        }
        ConfigReader reader = new ConfigReader(root);
        FarmConfig config = from(
                reader,
                file.toAbsolutePath().getParent(),
                file.toAbsolutePath().normalize().toString());
        requireNone(file, reader.problems());
        return config;
    }

    private static void requireNone(Path file, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Configuration " + file + " has " + problems.size() + " problem(s):\n  - "
                            + String.join("\n  - ", problems)
                            + "\nAll keys are described in docs/configuration.md.");
        }
    }

    /**
     * This configuration with what the command line says instead.
     *
     * @throws FarmException (CONFIG) if the two do not go together
     */
    public FarmConfig with(
            Optional<Integer> newArms,
            Optional<Long> newSeed,
            Optional<Integer> newPort,
            Optional<SimulationKind> newKind,
            boolean realTime) {
        FarmConfig changed = new FarmConfig(
                newArms.orElse(arms),
                cells,
                newSeed.orElse(seed),
                new PageConfig(page.host(), newPort.orElse(page.port()), page.hosts()),
                collection,
                learning,
                evaluation,
                new SimulationConfig(
                        newKind.orElse(simulation.kind()),
                        simulation.image(),
                        simulation.realTime() || realTime,
                        simulation.heldOutKinds(),
                        simulation.depth(),
                        simulation.gazebo()),
                connections,
                images,
                minFreeDiskMegabytes,
                file);
        changed.withoutDepth().ifPresent(problem -> {
            throw new FarmException(ErrorCode.CONFIG, "Configuration " + file + ": " + problem);
        });
        return changed;
    }

    /** What is wrong if the network is to see depth and an arm has none. */
    private Optional<String> withoutDepth() {
        if (!learning.input().needsDepth()) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        if (arms > 0 && !simulation.depth()) {
            missing.add("simulation.depth: true for the simulated arms");
        }
        cells.stream()
                .filter(cell -> cell.spec().topics().depth().isEmpty())
                .forEach(cell ->
                        missing.add("topics.depth for cell " + cell.spec().arm()));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("learning.input: found " + learning.input().word()
                        + ", expected rgb where an arm has no depth camera; set " + String.join(" and ", missing)
                        + ", or leave learning.input away");
    }

    private static FarmConfig from(ConfigReader in, Path folder, String file) {
        if (!in.has("postgres.jdbc_url")) {
            in.requireAbsent("postgres.user", "without postgres.jdbc_url the farm's own database is used");
            in.requireAbsent("postgres.password_file", "without postgres.jdbc_url the farm's own database is used");
        }
        List<CellConfig> cells = CellsReader.read(in, folder);
        boolean simulated = !in.has("cells");
        int arms = in.integer("farm.arms", simulated ? 4 : 0, simulated ? 1 : 0, MAX_ARMS);
        CellsReader.requireOneFarm(in, cells, arms, MAX_ARMS);
        FarmConfig config = new FarmConfig(
                arms,
                cells,
                in.longInteger("farm.seed", 1),
                PageConfig.read(in),
                new PracticeConfig(
                        in.integer("collection.attempts_per_scene", 15, 1, 10_000),
                        in.integer("collection.stir_after_failures", 2, 1, 1000),
                        in.number("collection.exploration_share", EpsilonRandomPolicy.DEFAULT_SHARE, 0, 1),
                        SearchReader.collecting(in),
                        SearchReader.wide(in)),
                LearningReader.read(in),
                new EvaluationConfig(in.integer("evaluation.attempts", 300, 0, 100_000)),
                new SimulationConfig(
                        in.word("simulation.kind", SimulationKind.EMBEDDED, SimulationKind.class),
                        in.imageSize("simulation.image_pixels", ImageSize.square(128)),
                        in.flag("simulation.real_time", false),
                        SimulationConfig.readHeldOutKinds(in),
                        in.flag("simulation.depth", false),
                        new GazeboConfig(
                                in.word("simulation.gazebo.world", GazeboWorldSource.OWN, GazeboWorldSource.class),
                                in.number("simulation.gazebo.camera_hertz", 0, 0, 60),
                                in.number("simulation.gazebo.step_ms", 2, 1, 4))),
                new ConnectionConfig(
                        in.text("ros.master_uri", ""),
                        in.text("ros.advertised_host", ""),
                        in.text("kafka.bootstrap_servers", ""),
                        in.text("kafka.topic", ""),
                        in.text("postgres.jdbc_url", ""),
                        in.text("postgres.user", ""),
                        in.text("postgres.password_file", ""),
                        in.integer("kafka.spool_max_mb", (int) (SpoolConfig.DEFAULT_MAX_BYTES >> 20), 1, 10_000_000)),
                ImagesConfig.read(in),
                in.integer("storage.min_free_mb", 512, 0, 100_000_000),
                file);
        config.withoutDepth().ifPresent(in::problem);
        return config;
    }
}
