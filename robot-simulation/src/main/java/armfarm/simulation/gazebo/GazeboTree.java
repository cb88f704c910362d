package armfarm.simulation.gazebo;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The folder with Gazebo, and the scripts of docker/gazebo that make it and run things in it. Immutable.
 *
 * @param scripts docker/gazebo
 * @param folder what make-tree.sh made
 */
public record GazeboTree(Path scripts, Path folder) {
    /**
     * Makes the tree unless it is there, and compiles what changed of robot-simulation/gazebo. Blocks for seconds, the first
     * time for ten minutes or more; needs root.
     *
     * @param scripts docker/gazebo in a checkout
     * @param cache where trees are kept
     * @param log gets what the scripts say
     * @throws FarmException with what the script said, if it could not be made
     */
    public static GazeboTree prepare(Path scripts, Path cache, Path log) {
        Path folder = Path.of(run(log, scripts.resolve("make-tree.sh").toString(), cache.toString()));
        run(log, scripts.resolve("build-plugins.sh").toString(), folder.toString());
        return new GazeboTree(scripts, folder);
    }

    /** The command that runs a world; see run-world.sh. @param options of gzserver */
    List<String> command(Path worldFolder, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(scripts.resolve("run-world.sh").toString());
        command.add(folder.toString());
        command.add(worldFolder.toString());
        command.addAll(options);
        return command;
    }

    /** @return the last line that it wrote to its standard output */
    private static String run(Path log, String... command) {
        List<String> lines = new ArrayList<>();
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Path output = Files.createTempFile("armfarm-gazebo", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectOutput(output.toFile())
                        .start();
                await(process, command[0]);
                lines.addAll(Files.readAllLines(output));
                if (process.exitValue() != 0) {
                    throw new FarmException(
                            ErrorCode.RESOURCE,
                            "Gazebo could not be made ready: " + lastLine(log) + " (see " + log + ")");
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot run " + command[0] + " with its log in " + log + ": " + e.getMessage(),
                    e);
        }
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static void await(Process process, String what) {
        try {
            if (!process.waitFor(30, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new FarmException(ErrorCode.RESOURCE, what + " had not ended after 30 minutes; run it by hand");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new FarmException(ErrorCode.RESOURCE, what + " was interrupted", e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
