package armfarm.controller.cli;

import armfarm.controller.StoreAccess;
import armfarm.controller.bags.BagImport;
import armfarm.controller.bags.ImportOptions;
import armfarm.controller.bags.ImportReport;
import armfarm.controller.imports.ImportTarget;
import armfarm.drivers.kinematics.UrdfReader;
import armfarm.messages.ArmId;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm bag import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Read ROS 1 bags into the store of a stopped farm; the same bag twice stores nothing twice.",
            "A bag that 'armfarm bag export' wrote gives its attempts back. Of another bag the images are kept; with",
            "--outcome-topic and --image-topic its attempts are. What comes from a bag of others is never trained on."
        })
final class BagImportCommand implements Callable<Integer> {
    @Mixin
    private NewDataOption data;

    @Parameters(paramLabel = "FILE.bag", arity = "1..*", description = "Bags, indexed or not.")
    private List<Path> files;

    @Option(names = "--arm", paramLabel = "ARM", description = "Store under this arm's name, not the recorded one.")
    private String arm;

    @ArgGroup(exclusive = true)
    private Taken taken = new Taken();

    @ArgGroup(exclusive = false, heading = "Topics of a bag that others recorded:%n")
    private TopicOptions topics = new TopicOptions();

    @Option(names = "--dry-run", description = "Only say what would be stored.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one line of JSON for each bag.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What the bags are taken for. */
    static final class Taken {
        @Option(names = "--attempts", description = "Store attempts and nothing else.")
        private boolean attempts;

        @Option(names = "--frames", description = "Store the images, whatever else is there.")
        private boolean frames;

        ImportOptions.Kind kind() {
            if (attempts) {
                return ImportOptions.Kind.ATTEMPTS;
            }
            return frames ? ImportOptions.Kind.FRAMES : ImportOptions.Kind.AUTO;
        }
    }

    /** Which topic is what. */
    static final class TopicOptions {
        @Option(
                names = "--image-topic",
                paramLabel = "TOPIC",
                description = "sensor_msgs/Image or CompressedImage; may be repeated for frames (default: all).")
        private List<String> images = new ArrayList<>();

        @Option(
                names = "--outcome-topic",
                paramLabel = "TOPIC",
                description = "std_msgs/Bool, String or integer; a message ends an attempt.")
        private String outcome;

        @Option(
                names = "--pose-topic",
                paramLabel = "TOPIC",
                description = "geometry_msgs/PoseStamped of the gripper in the arm's base frame.")
        private String pose;

        @Option(
                names = "--joint-topic",
                paramLabel = "TOPIC",
                description = "sensor_msgs/JointState instead of poses; needs --urdf and --tip-link.")
        private String joints;

        @Option(names = "--urdf", paramLabel = "FILE", description = "The arm whose joints these are.")
        private Path urdf;

        @Option(
                names = "--base-link",
                paramLabel = "LINK",
                description = "Link of the URDF that is the arm's base (default: base_link).")
        private String baseLink = "base_link";

        @Option(
                names = "--tip-link",
                paramLabel = "LINK",
                description = "Link between the finger tips, z out of the hand and y along the closing axis.")
        private String tipLink;

        @Option(
                names = "--gripper-topic",
                paramLabel = "TOPIC",
                description = "sensor_msgs/JointState or std_msgs/Float64: opening in metres.")
        private String gripper;

        @Option(names = "--camera-info-topic", paramLabel = "TOPIC", description = "sensor_msgs/CameraInfo.")
        private String cameraInfo;

        @Option(
                names = "--camera-pose-topic",
                paramLabel = "TOPIC",
                description = "geometry_msgs/PoseStamped of the camera in the arm's base frame.")
        private String cameraPose;

        @Option(
                names = "--steps",
                paramLabel = "N",
                description = "Images kept of each attempt, from its first to the last before the grasp (default: 2).")
        private int steps = ImportOptions.Topics.DEFAULT_STEPS;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        ImportOptions options = options();
        boolean complete = dryRun
                ? importAll(options, ImportTarget.nowhere())
                : StoreAccess.change(
                        data.folder(), store -> importAll(options, new ImportTarget(store::isStored, store::append)));
        return complete ? 0 : 1;
    }

    private ImportOptions options() {
        if (topics.outcome != null && topics.images.size() != 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--outcome-topic needs exactly one --image-topic, found " + topics.images);
        }
        if (topics.steps < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--steps: found " + topics.steps + ", expected 1 or more");
        }
        return new ImportOptions(
                taken.kind(),
                Optional.ofNullable(arm).map(ArmId::new),
                new ImportOptions.Topics(
                        topics.images,
                        Optional.ofNullable(topics.pose),
                        joints(),
                        Optional.ofNullable(topics.gripper),
                        Optional.ofNullable(topics.outcome),
                        Optional.ofNullable(topics.cameraInfo),
                        Optional.ofNullable(topics.cameraPose),
                        topics.steps));
    }

    private Optional<ImportOptions.Topics.Joints> joints() {
        boolean given = topics.joints != null;
        boolean whole = topics.urdf != null && topics.tipLink != null;
        if (given != whole || (given && topics.pose != null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--joint-topic, --urdf and --tip-link go together, without --pose-topic");
        }
        return given
                ? Optional.of(new ImportOptions.Topics.Joints(
                        topics.joints, UrdfReader.read(topics.urdf, topics.baseLink, topics.tipLink)))
                : Optional.empty();
    }

    private boolean importAll(ImportOptions options, ImportTarget target) {
        boolean complete = true;
        for (Path file : files) {
            PhaseLine progress = new PhaseLine(file.getFileName().toString(), System.err, InstantSource.system());
            ImportReport report = new BagImport(options, target, progress::show).run(file, dryRun);
            progress.end();
            print(report);
            complete &= report.complete();
        }
        return complete;
    }

    private void print(ImportReport report) {
        if (json) {
            try {
                Json.print(report);
                return;
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        PrintStream out = System.out;
        out.printf(
                Locale.ROOT,
                "%s (%s, %s): %d messages; %s%d attempts with %d images, %d attempts were there already; %d messages"
                        + " on other topics%n",
                report.file(),
                report.kind(),
                report.indexed() ? "indexed" : "without an index",
                report.messages(),
                report.dryRun() ? "would store " : "stored ",
                report.attemptsStored(),
                report.framesStored(),
                report.attemptsAlreadyStored(),
                report.ignored());
        printCounts(out, "messages rejected", report.rejected());
        printCounts(out, "attempts rejected", report.attemptsRejected());
        report.problems().forEach(problem -> out.println("  damaged: " + problem));
    }

    private static void printCounts(PrintStream out, String what, Map<String, Long> counts) {
        counts.forEach((reason, count) -> out.println("  " + count + " " + what + ": " + reason));
    }
}
