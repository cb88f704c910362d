package armfarm.episodes.imports;

import armfarm.episodes.export.parquet.LeRobotDataset;
import armfarm.episodes.export.tfrecord.Brain2016Dataset;
import armfarm.messages.FarmException;
import java.nio.file.Path;
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

    /**
     * Looks at a data set.
     *
     * @param path its folder, or one of its files where the format's files stand alone
     * @throws FarmException (CONFIG) if there is no such data set or it needs other settings; (DATA) if what describes it is
     *     damaged
     */
    public Dataset open(Path path, ImportSettings settings) {
        return switch (this) {
            case BRAIN2016 -> Brain2016Dataset.open(path, settings);
            case LEROBOT -> LeRobotDataset.open(path, settings);
        };
    }
}
