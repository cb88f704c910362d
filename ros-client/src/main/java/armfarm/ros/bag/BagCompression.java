package armfarm.ros.bag;

import java.util.Locale;

/** How chunks of a recording are packed. Bags know {@code none}, {@code bz2}, {@code lz4}; MCAP all but bz2. */
public enum BagCompression {
    NONE,
    /** Smallest bags, ten times slower than the others. */
    BZ2,
    LZ4,
    ZSTD;

    /** The word in a chunk header of a bag. */
    public String bagName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
