package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.links.ImagesLink;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.FarmException;
import armfarm.messages.opencv.OpenCvLibrary;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.NetworkConfig;
import armfarm.simulation.NativeLibraries;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm doctor}: checks what a farm needs of the machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check that this machine can run a farm, and say what to do where it cannot.")
final class DoctorCommand implements Callable<Integer> {
    private static final long MEBI = 1024L * 1024;
    private static final long NEEDED_MEMORY_MEBIBYTES = 3 * 1024;
    private static final long NEEDED_DISK_MEBIBYTES = 2 * 1024;
    private static final int DEFAULT_PAGE_PORT = 8080;

    @Mixin
    private NewDataOption data;

    @Option(names = "--json", description = "Print the checks as JSON.")
    private boolean json;

    /** One check. @param advice what to do; empty if all is well */
    record Check(String name, boolean ok, String found, String advice) {}

    @Override
    public Integer call() throws JsonProcessingException {
        List<Check> checks = checks(data.folder().toAbsolutePath().normalize());
        if (json) {
            Json.print(checks);
        } else {
            for (Check check : checks) {
                System.out.printf("%-4s %-18s %s%n", check.ok() ? "ok" : "NO", check.name(), check.found());
                if (!check.ok()) {
                    System.out.printf("     %-18s -> %s%n", "", check.advice());
                }
            }
        }
        return checks.stream().allMatch(Check::ok) ? 0 : 1;
    }

    private static List<Check> checks(Path folder) {
        List<Check> checks = new ArrayList<>();
        checks.add(platform());
        checks.add(java());
        checks.add(memory());
        checks.add(disk(folder));
        checks.add(pagePort(folder));
        checks.add(dataFolder(folder));
        imageStorage(folder).ifPresent(checks::add);
        checks.add(nativeCode("physics", NativeLibraries::loadBullet));
        checks.add(nativeCode("image comparison", OpenCvLibrary::load));
        checks.add(nativeCode("deep learning", DoctorCommand::makeNetwork));
        return checks;
    }

    private static Check platform() {
        String found = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean ok = "Linux amd64".equals(found);
        return new Check("platform", ok, found, "the embedded farm ships native code for Linux amd64 only");
    }

    private static Check java() {
        int version = Runtime.version().feature();
        return new Check("java", version >= 17, "Java " + version, "install a JDK 17 or newer");
    }

    private static Check memory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long mebibytes = system.getTotalMemorySize() / MEBI;
        return new Check(
                "memory",
                mebibytes >= NEEDED_MEMORY_MEBIBYTES,
                mebibytes + " MiB, " + system.getAvailableProcessors() + " processors",
                "a farm of 4 arms wants " + NEEDED_MEMORY_MEBIBYTES + " MiB; try fewer arms with --arms");
    }

    private static Check disk(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long mebibytes = Files.getFileStore(existing).getUsableSpace() / MEBI;
            boolean writable = Files.isWritable(existing);
            return new Check(
                    "disk",
                    writable && mebibytes >= NEEDED_DISK_MEBIBYTES,
                    mebibytes + " MiB free at " + existing + (writable ? "" : ", not writable"),
                    "free " + NEEDED_DISK_MEBIBYTES + " MiB or choose another folder with --data");
        } catch (IOException e) {
            return new Check("disk", false, e.toString(), "choose another folder with --data");
        }
    }

    private static Check pagePort(Path folder) {
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        if (owner.isPresent()) {
            return new Check(
                    "page", true, "served by the running farm at " + owner.get().page(), "");
        }
        try (ServerSocket free = new ServerSocket(DEFAULT_PAGE_PORT, 1, InetAddress.getLoopbackAddress())) {
            return new Check("page", true, "port " + free.getLocalPort() + " is free", "");
        } catch (IOException e) {
            return new Check("page", true, "port " + DEFAULT_PAGE_PORT + " is taken, a free one will be chosen", "");
        }
    }

    private static Check dataFolder(Path folder) {
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        String found = owner.map(o -> "in use by process " + o.pid() + " since " + o.startedAt())
                .orElse(DataFolder.exists(folder) ? "holds a stopped farm" : "not made yet");
        return new Check("data folder", true, folder + ": " + found, "");
    }

    private static Optional<Check> imageStorage(Path folder) {
        ImagesLink link = ImagesLink.read(folder);
        return link.location().map(place -> {
            try (ShardStorage images = link.open(folder.resolve("shards"))) {
                images.objects().orElseThrow().check();
                return new Check("image storage", true, place + " answers and lets us in", "");
            } catch (FarmException e) {
                return new Check(
                        "image storage",
                        false,
                        e.getMessage(),
                        "the farm runs all the same, and complete shards wait in "
                                + link.folderOr(folder.resolve("shards")));
            }
        });
    }

    private static void makeNetwork() {
        FeatureSpec features = FeatureSpec.of(new GraspSpace(0, 1, 0, 1, 0, 1, Math.PI / 2));
        new Dl4jEngines().newEngine(features, NetworkConfig.defaults(), 1).close();
    }

    private static Check nativeCode(String name, Runnable load) {
        try {
            load.run();
            return new Check(name, true, "loads", "");
        } catch (RuntimeException | LinkageError e) {
            return new Check(
                    name,
                    false,
                    String.valueOf(e),
                    "check that the cache folder is writable and not mounted noexec (ARMFARM_CACHE)");
        }
    }
}
