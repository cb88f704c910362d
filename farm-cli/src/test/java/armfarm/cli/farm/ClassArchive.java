package armfarm.cli.farm;

import armfarm.controller.base.CacheFolder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The classes of a farm, loaded and checked once and kept in a file that the processes of tests map, instead of reading them out of
 * the jars again: that saves half of a command's start and a third of a farm's. A farm of a few attempts makes it, once for each
 * build. Processes start without while there is none: on a class path with folders of classes, as an IDE has it, and while the tests
 * beside these make it.
 */
public final class ClassArchive {
    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static final long TIMEOUT_SECONDS = 300;

    /** Jars first: what the archive was made with must be the beginning of the class path. */
    private static final List<Path> CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .sorted((a, b) -> Boolean.compare(Files.isDirectory(a), Files.isDirectory(b)))
            .toList();

    private static boolean triedInVain;

    private ClassArchive() {}

    /** The class path of this process, for another one, and the archive where there is one. */
    public static synchronized List<String> options() {
        List<String> options = new ArrayList<>(List.of("-cp", join(CLASS_PATH)));
        Path archive = FOLDER.resolve(nameOfBuild());
        try {
            if (hasOnlyTestsInFolders() && (Files.exists(archive) || make(archive))) {
                options.add("-XX:SharedArchiveFile=" + archive);
                options.add("-Xlog:disable"); // a warning would be on stdout, which is the command's
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return options;
    }

    private static boolean hasOnlyTestsInFolders() {
        return CLASS_PATH.stream().filter(Files::isDirectory).allMatch(folder -> folder.endsWith("test-classes"));
    }

    /** Changes with every jar. */
    private static String nameOfBuild() {
        StringBuilder jars = new StringBuilder();
        for (Path jar : jars()) {
            File file = jar.toFile();
            jars.append(file + " " + file.length() + " " + file.lastModified() + "\n");
        }
        return UUID.nameUUIDFromBytes(jars.toString().getBytes(StandardCharsets.UTF_8)) + ".jsa";
    }

    private static List<Path> jars() {
        return CLASS_PATH.stream().filter(entry -> !Files.isDirectory(entry)).toList();
    }

    private static String join(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    /** Returns whether it is there now. */
    private static boolean make(Path archive) throws IOException {
        Files.createDirectories(FOLDER);
        try (FileChannel channel =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = triedInVain ? null : channel.tryLock()) {
            if (lock != null && !Files.exists(archive)) {
                removeThoseOfOtherBuilds();
                Path unfinished = archive.resolveSibling("unfinished.jsa");
                triedInVain = !runFarm(unfinished);
                if (!triedInVain) {
                    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return Files.exists(archive);
    }

    private static void removeThoseOfOtherBuilds() throws IOException {
        try (Stream<Path> old = Files.list(FOLDER)) {
            for (Path file :
                    old.filter(path -> path.toString().endsWith(".jsa")).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean runFarm(Path archive) throws IOException {
        Path work = Files.createTempDirectory("class-archive");
        try {
            Path config = Files.writeString(
                    work.resolve("farm.yaml"), "evaluation: {attempts: 0}\nlearning: {random_attempts: 100000}\n");
            ProcessBuilder farm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx768m",
                            "-Xss512k",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:ArchiveClassesAtExit=" + archive,
                            "-Xlog:disable",
                            "-Djava.awt.headless=true",
                            "-Darmfarm.cache=" + CacheFolder.path(),
                            "-cp",
                            join(jars()),
                            "armfarm.cli.Main",
                            "up",
                            "--port",
                            "0",
                            "--arms",
                            "1",
                            "--until",
                            "attempts=3",
                            "--json",
                            "--data",
                            work.resolve("data").toString(),
                            "--config",
                            config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("farm.log").toFile());
            farm.environment().put("ARMFARM_STATE", work.resolve("state").toString());
            farm.environment().put("OMP_NUM_THREADS", "1");
            Process process = farm.start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return process.exitValue() == 0 && Files.exists(archive);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            delete(work);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
