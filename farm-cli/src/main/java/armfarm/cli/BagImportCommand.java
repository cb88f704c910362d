package armfarm.cli;

import armfarm.cli.bags.BagImport;
import armfarm.cli.bags.ImportOptions;
import armfarm.cli.bags.ImportReport;
import armfarm.cli.imports.ImportProgress;
import armfarm.cli.imports.ImportTarget;
import armfarm.controller.links.StoreAccess;
import armfarm.drivers.kinematics.UrdfReader;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
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
            "--outcome-topic and --image-topic its attempts are. What comes from a bag of others is trained on only where learning.sources names it."
        })
final class BagImportCommand implements Callable<Integer> {
    @Mixin
    private NewDataOption data;

    @Parameters(paramLabel = "FILE.bag", arity = "1..*", description = "Bags, indexed or not.")
    private List<Path> files;

    @Option(names = "--arm", paramLabel = "ARM", description = "Store under this arm's name, not the recorded one.")
    private String arm;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the recording, for learning.sources (bag:NAME); default: the file's name.")
    private String name;

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
                description = "std_msgs/Bool, String or integer; a message ends an attempt, a repeated one does not.")
        private String outcome;

        @Option(
                names = "--success-value",
                paramLabel = "VALUE",
                description = "Number or word on the outcome topic that means success (default: 1, true, success, ...);"
                        + " every other number is then a failure.")
        private String success;

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

        @Option(
                names = "--gripper-joint",
                paramLabel = "JOINT",
                description = "Joint of the gripper topic whose position is the opening; repeated ones are added up."
                        + " Needed where the arm's joints are on the same topic.")
        private List<String> gripperJoints = new ArrayList<>();

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
        new BagImport(options, ImportTarget.nowhere(), ImportProgress.SILENT).requireTopics(files);
        return dryRun
                ? importAll(options, ImportTarget.nowhere())
                : StoreAccess.change(
                        data.folder(),
                        store ->
                                importAll(options, new ImportTarget(store.stream()::isStored, store.stream()::append)));
    }

    private ImportOptions options() {
        requireThatNothingIsIgnored();
        return new ImportOptions(
                taken.kind(),
                Optional.ofNullable(arm).map(ArmId::new),
                new ImportOptions.Topics(
                        topics.images,
                        Optional.ofNullable(topics.pose),
                        joints(),
                        Optional.ofNullable(topics.gripper)
                                .map(topic -> new ImportOptions.Topics.Gripper(topic, topics.gripperJoints)),
                        Optional.ofNullable(topics.outcome)
                                .map(topic -> new ImportOptions.Topics.OutcomeTopic(
                                        topic, Optional.ofNullable(topics.success))),
                        Optional.ofNullable(topics.cameraInfo),
                        Optional.ofNullable(topics.cameraPose),
                        topics.steps),
                Optional.ofNullable(name));
    }

    private void requireThatNothingIsIgnored() {
        require(
                topics.outcome == null || topics.images.size() == 1,
                "--outcome-topic needs exactly one --image-topic, found " + topics.images);
        require(topics.steps >= 1, "--steps: found " + topics.steps + ", expected 1 or more");
        boolean ofAttempts = topics.pose != null
                || topics.joints != null
                || topics.gripper != null
                || topics.success != null
                || !topics.gripperJoints.isEmpty();
        require(
                topics.outcome != null || !ofAttempts,
                "--pose-topic, --joint-topic, --gripper-topic, --gripper-joint and --success-value need"
                        + " --outcome-topic");
        require(
                topics.outcome == null || taken.kind() != ImportOptions.Kind.FRAMES,
                "--frames keeps images only; leave out --outcome-topic or --frames");
        require(
                topics.gripper != null || topics.gripperJoints.isEmpty(),
                "--gripper-joint needs --gripper-topic, the topic where its state is");
        require(
                topics.gripper == null || !topics.gripper.equals(topics.joints) || !topics.gripperJoints.isEmpty(),
                "--gripper-topic and --joint-topic are both " + topics.joints
                        + ": say with --gripper-joint which joint is the gripper's");
        require(
                taken.kind() != ImportOptions.Kind.ATTEMPTS || topics.outcome != null || topics.images.isEmpty(),
                "--attempts with --image-topic needs --outcome-topic, too");
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
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

    /** A bag that cannot be read does not keep the others from being read. @return the exit code */
    private int importAll(ImportOptions options, ImportTarget target) {
        PhaseLine[] progress = new PhaseLine[1];
        BagImport bags = new BagImport(options, target, (phase, done, all) -> progress[0].show(phase, done, all));
        int failed = 0;
        boolean complete = true;
        for (Path file : files) {
            progress[0] = new PhaseLine(file.getFileName().toString(), System.err, InstantSource.system());
            try {
                ImportReport report = bags.run(file, dryRun);
                progress[0].end();
                print(report);
                complete &= report.complete();
            } catch (FarmException e) {
                progress[0].end();
                if (bags.storeFailed() || files.size() == 1) {
                    throw e;
                }
                printFailure(file, e);
                failed = failed == 0 ? ArmfarmCommand.exitCode(e.code()) : failed;
            }
        }
        return failed != 0 ? failed : complete ? 0 : 1;
    }

    private void printFailure(Path file, FarmException e) {
        System.err.println("armfarm: " + e.getMessage());
        if (json) {
            printJson(new Failure(file.toString(), e.getMessage()));
        } else {
            System.out.println(file + ": not imported, see the message above; the other files are");
        }
    }

    /** What {@code --json} prints of a file that cannot be read. */
    record Failure(String file, String error) {}

    private static void printJson(Object value) {
        try {
            Json.print(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(ImportReport report) {
        if (json) {
            printJson(report);
            return;
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
        printCounts(out, "attempts", report.notes());
        report.problems().forEach(problem -> out.println("  damaged: " + problem));
    }

    private static void printCounts(PrintStream out, String what, Map<String, Long> counts) {
        counts.forEach((reason, count) -> out.println("  " + count + " " + what + ": " + reason));
    }
}
