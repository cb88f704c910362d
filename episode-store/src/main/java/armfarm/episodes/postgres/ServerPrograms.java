package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs initdb and pg_ctl in the folder that holds the data folder. Their output, and later the server's, is appended to a
 * log file.
 *
 * <p>PostgreSQL refuses to run as root; as root the programs therefore run in a user namespace of their own
 * ({@code unshare -U}), where they are nobody, while their files stay root's.
 */
final class ServerPrograms {
    private static final long TIMEOUT_SECONDS = 150;
    private static final int QUOTED_LOG_LINES = 6;

    private final Path home;
    private final Path workingFolder;
    private final Path log;

    ServerPrograms(Path home, Path workingFolder, Path log) {
        this.home = home;
        this.workingFolder = workingFolder;
        this.log = log;
    }

    /** Makes a new data folder with one user, who needs the password in the file. Names are relative. */
    void initialise(String dataDirectory, String user, String passwordFile) {
        run(List.of(
                program("initdb"),
                "--pgdata=" + dataDirectory,
                "--username=" + user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"));
    }

    /** Starts the server and returns when it accepts connections. */
    void start(String dataDirectory, String options) {
        run(List.of(
                program("pg_ctl"), "--pgdata=" + dataDirectory, "-o", options, "--silent", "-w", "-t", "120", "start"));
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private void run(List<String> command) {
        String name = Path.of(command.get(0)).getFileName().toString();
        try {
            long logBytesBefore = Files.exists(log) ? Files.size(log) : 0;
            Process process = builder(command).start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failure(name + " did not finish within " + TIMEOUT_SECONDS + " s", logBytesBefore);
            }
            if (process.exitValue() != 0) {
                throw failure(name + " failed with exit code " + process.exitValue(), logBytesBefore);
            }
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot run PostgreSQL's " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FarmException(ErrorCode.RESOURCE, "Interrupted while PostgreSQL's " + name + " ran", e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> wrapped = new ArrayList<>();
        if (isRoot()) {
            wrapped.addAll(List.of("unshare", "-U"));
        }
        wrapped.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("PG") || key.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private FarmException failure(String what, long logBytesBefore) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        int from = (int) Math.min(logBytesBefore, bytes.length);
        List<String> lines = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String tail = String.join(" | ", lines.subList(Math.max(0, lines.size() - QUOTED_LOG_LINES), lines.size()));
        String hint = ServerHints.of(tail).map(known -> " " + known).orElse("");
        return new FarmException(
                ErrorCode.RESOURCE,
                "PostgreSQL in " + workingFolder + " did not start: " + what + ": " + tail + "." + hint
                        + " The whole output is in " + log + ".");
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            // No /proc, or a file system without owners: the name tells.
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
