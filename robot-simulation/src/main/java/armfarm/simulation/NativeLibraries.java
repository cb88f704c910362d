package armfarm.simulation;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Loads the native library of Bullet, unpacked once into
 * {@code <cache>/native/<size>-<checksum>/}, where the cache is the system property {@code armfarm.cache} or
 * {@code ~/.cache/armfarm}, and loaded from there ever after.
 *
 * <p>Thread-safe.
 */
public final class NativeLibraries {
    /** System property that names the cache folder. */
    public static final String CACHE_PROPERTY = "armfarm.cache";

    private static final Set<String> LOADED = new HashSet<>();

    private NativeLibraries() {}

    /** @throws FarmException (RESOURCE) if the library is missing for this platform or cannot be unpacked or loaded */
    public static void loadBullet() {
        String extension = switch (os()) {
            case "windows" -> "bulletjme.dll";
            case "osx" -> "libbulletjme.dylib";
            default -> "libbulletjme.so";
        };
        load("native/" + os() + "/" + arch() + "/" + extension);
    }

    private static synchronized void load(String resource) {
        if (LOADED.contains(resource)) {
            return;
        }
        Path cache = Path.of(System.getProperty(
                CACHE_PROPERTY,
                Path.of(System.getProperty("user.home"), ".cache", "armfarm").toString()));
        Path library = unpack(resource, cache);
        try {
            System.load(library.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Native library " + library + " does not load on " + platform() + ": " + e.getMessage()
                            + "; delete the file to unpack it again",
                    e);
        }
        LOADED.add(resource);
    }

    /** Unpacks the class-path resource into the cache unless it is there already. @return the file */
    static Path unpack(String resource, Path cache) {
        URL url = NativeLibraries.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "No native library " + resource + " on the class path for platform " + platform()
                            + "; expected a 64-bit Linux (x86_64) or a jar with this file");
        }
        try {
            URLConnection connection = url.openConnection();
            long size = connection.getContentLengthLong();
            long checksum = connection instanceof JarURLConnection jar
                    ? jar.getJarEntry().getCrc()
                    : connection.getLastModified();
            Path folder = cache.resolve("native").resolve(String.format("%d-%08x", size, checksum));
            Path file = folder.resolve(Path.of(resource).getFileName().toString());
            if (!Files.isRegularFile(file) || Files.size(file) != size) {
                Files.createDirectories(folder);
                copy(connection, folder, file);
            }
            return file;
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot unpack " + resource + " into " + cache + ": " + e + "; make the folder writable or set -D"
                            + CACHE_PROPERTY,
                    e);
        }
    }

    private static void copy(URLConnection connection, Path folder, Path file) throws IOException {
        Path partial = Files.createTempFile(folder, "unpack", ".part");
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            try {
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String os() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("win") ? "windows" : name.contains("mac") ? "osx" : "linux";
    }

    private static String arch() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.contains("aarch64") || arch.contains("arm64") ? "arm64" : "x86_64";
    }
}
