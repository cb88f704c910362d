package armfarm.episodes.export;

import java.util.Locale;

/** The layouts a snapshot can be written in; docs/exports.md describes each. */
public enum ExportFormat {
    /** LeRobot v3.0: Parquet files with the images inside. */
    LEROBOT,
    /** Tar files, one sample an attempt. */
    WEBDATASET,
    /** TFRecord files of episodes of steps, as TensorFlow Datasets lays them out. */
    RLDS,
    /** TFRecord files with the keys of the 2016 Google Brain grasping data. */
    BRAIN2016;

    /** As written on the command line and in files: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The label, so that commands list the formats as people write them. */
    @Override
    public String toString() {
        return label();
    }
}
