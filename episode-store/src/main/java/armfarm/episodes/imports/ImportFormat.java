package armfarm.episodes.imports;

import java.util.Locale;

/** The layouts that data sets can be read in; docs/imports.md describes what becomes of each. */
public enum ImportFormat {
    /** TFRecord files with the keys of the 2016 Google Brain grasping data. */
    BRAIN2016,
    /** LeRobot v3.0 with the images inside Parquet files. */
    LEROBOT;

    /** As written on the command line: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The label, so that commands list the formats as people write them. */
    @Override
    public String toString() {
        return label();
    }
}
