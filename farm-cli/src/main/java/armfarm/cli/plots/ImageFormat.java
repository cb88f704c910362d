package armfarm.cli.plots;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a plot is written as. */
public enum ImageFormat {
    PNG,
    SVG;

    /** Of files, with the dot. */
    public String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** By a file's ending. */
    public static Optional<ImageFormat> of(Path file) {
        return Arrays.stream(values())
                .filter(format -> file.toString().toLowerCase(Locale.ROOT).endsWith(format.ending()))
                .findFirst();
    }
}
