package armfarm.cli.plots;

import java.util.Locale;

/** What a plot is written as. */
public enum ImageFormat {
    PNG,
    SVG;

    /** Of files, with the dot. */
    public String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
