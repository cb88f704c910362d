package armfarm.episodes.export;

import armfarm.episodes.export.parquet.LeRobotLayout;
import java.util.Locale;

/** The layouts a snapshot can be written in; docs/exports.md describes each. */
public enum ExportFormat {
    /** LeRobot v3.0: Parquet files with the images inside. */
    LEROBOT,
    /** Tar files, one sample an attempt. */
    WEBDATASET;

    /** As written on the command line and in files: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    FormatLayout layout(ExportRequest request) {
        return switch (this) {
            case LEROBOT -> new LeRobotLayout();
            case WEBDATASET -> new WebDatasetLayout();
        };
    }
}
