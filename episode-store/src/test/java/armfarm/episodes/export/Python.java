package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A real Python that reads what we write and writes what we read. */
public final class Python {
    private static final Pattern LOADER = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    private final String executable;
    private final Path output;
    private final long timeoutSeconds;

    /** @param scratch a folder for what the scripts print */
    public Python(String executable, Path scratch, long timeoutSeconds) {
        this.executable = executable;
        this.output = scratch.resolve("python-output.txt");
        this.timeoutSeconds = timeoutSeconds;
    }

    /** The loaders that a README gives, in its order. */
    public static List<String> loaders(Path folder) throws IOException {
        return LOADER.matcher(Files.readString(folder.resolve("README.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** Runs a script in the folder. @return what it printed, errors too; a line with Error where it could not be started */
    public String run(Path folder, String script) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(executable, "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of("TF_CPP_MIN_LOG_LEVEL", "2", "HF_HUB_OFFLINE", "1", "HF_DATASETS_OFFLINE", "1"));
        builder.environment().put("HF_HOME", output.resolveSibling("hf-home").toString());
        try {
            Process process = builder.start();
            boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            String printed = Files.readString(output);
            assertThat(ended)
                    .as("Python ended in %d s; it printed: %s", timeoutSeconds, printed)
                    .isTrue();
            return process.exitValue() == 0 ? printed : "Error: exit code " + process.exitValue() + "\n" + printed;
        } catch (IOException e) {
            return "Error: " + e.getMessage();
        }
    }
}
