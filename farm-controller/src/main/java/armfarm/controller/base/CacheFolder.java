package armfarm.controller.base;

import java.nio.file.Path;

/** Where unpacked native programs are kept between runs; the launcher names it. */
public final class CacheFolder {
    private CacheFolder() {}

    public static Path path() {
        String set = System.getProperty("armfarm.cache");
        return set == null ? Path.of(System.getProperty("user.home"), ".cache", "armfarm") : Path.of(set);
    }
}
