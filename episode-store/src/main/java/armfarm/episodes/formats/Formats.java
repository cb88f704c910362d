package armfarm.episodes.formats;

import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.FormatLayout;
import armfarm.episodes.export.WebDatasetLayout;
import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.episodes.parquet.LeRobotDataset;
import armfarm.episodes.parquet.LeRobotLayout;
import armfarm.episodes.tfrecord.Brain2016Dataset;
import armfarm.episodes.tfrecord.Brain2016Layout;
import armfarm.episodes.tfrecord.RldsLayout;
import java.nio.file.Path;

/** What stands behind the formats' names. Stateless. */
public final class Formats {
    private Formats() {}

    /** How the export that was asked for lays out its folder. */
    public static FormatLayout layout(ExportRequest request) {
        return switch (request.format()) {
            case LEROBOT -> new LeRobotLayout();
            case WEBDATASET -> new WebDatasetLayout();
            case RLDS -> new RldsLayout();
            case BRAIN2016 -> new Brain2016Layout(request.openGripperMeters());
        };
    }

    /**
     * Looks at a data set.
     *
     * @param path its folder, or one of its files where the format's files stand alone
     * @throws armfarm.messages.FarmException (CONFIG) if there is no such data set or it needs other settings; (DATA) if what
     *     describes it is damaged
     */
    public static Dataset open(ImportFormat format, Path path, ImportSettings settings) {
        return switch (format) {
            case BRAIN2016 -> Brain2016Dataset.open(path, settings);
            case LEROBOT -> LeRobotDataset.open(path, settings);
        };
    }
}
