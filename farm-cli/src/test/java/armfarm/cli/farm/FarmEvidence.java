package armfarm.cli.farm;

import armfarm.controller.base.DataFolder;
import armfarm.messages.ArmId;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.simulation.gazebo.LastImages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps what may explain a failed test of a farm in Gazebo: what the farm, Gazebo and the renderer wrote, the arms' last images,
 * and what every thread of the farm was doing, in {@code target/gazebo-evidence}. Ends the farm if the test did not.
 */
final class FarmEvidence implements AfterTestExecutionCallback {
    private static final Path ALL = Path.of("target", "gazebo-evidence");
    private static final int DEPTH = 3; // logs/farm.log, gazebo/home/.gazebo

    private Optional<FarmProcess> farm = Optional.empty();
    private Path folder = ALL;
    private Optional<RosNode> node = Optional.empty();
    private Optional<LastImages> images = Optional.empty();

    /** @param logs the folder with the farm's output and, below, its data */
    void lookAt(Path logs) {
        folder = logs;
    }

    void watch(FarmProcess process) {
        farm = Optional.of(process);
    }

    /** Looks at the images of a farm that runs. */
    void seeImages(Path data) {
        DataFolder.Owner owner = DataFolder.runningOwner(data).orElseThrow();
        RosNode listener =
                RosNode.start(GraphName.of("/test_evidence"), URI.create(owner.rosMaster()), RosHost.loopback());
        node = Optional.of(listener);
        images = Optional.of(LastImages.listen(
                listener, owner.arms().stream().map(ArmId::new).toList()));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        try {
            if (context.getExecutionException().isPresent()) {
                farm.filter(FarmProcess::isAlive).ifPresent(FarmProcess::dumpThreads);
                save(ALL.resolve(context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName()));
            }
        } finally {
            node.ifPresent(RosNode::close);
            farm.filter(FarmProcess::isAlive).ifPresent(FarmProcess::kill);
        }
    }

    void save(Path target) throws IOException {
        if (images.isPresent()) {
            images.get().save(target);
        }
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            for (Path file : files.filter(FarmEvidence::tells).toList()) {
                Path copy = target.resolve(folder.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean tells(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && Stream.of(".log", ".txt", ".yaml", ".jpg").anyMatch(name::endsWith);
    }
}
