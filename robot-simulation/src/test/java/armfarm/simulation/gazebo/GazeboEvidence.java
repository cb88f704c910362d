package armfarm.simulation.gazebo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps what may explain a failed test: what Gazebo and the renderer said, the arms' last images, and what every thread was
 * doing, in {@code target/gazebo-evidence}.
 */
final class GazeboEvidence implements AfterTestExecutionCallback, AfterAllCallback {
    private static final Path ALL = Path.of("target", "gazebo-evidence");

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            save(ALL.resolve(context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName()));
        }
    }

    /** Also where the world did not start for the class. */
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            save(ALL.resolve(context.getRequiredTestClass().getSimpleName()));
        }
    }

    private static void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("threads.txt"), threads());
        GazeboFarm.saveLogs(folder);
    }

    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getKey().getState() + "\n    at "
                        + Stream.of(entry.getValue())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n    at ")))
                .collect(Collectors.joining("\n\n"));
    }

    /** Copies the logs that lie in a world's folder itself. */
    static void copyLogs(Path world, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(world)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
