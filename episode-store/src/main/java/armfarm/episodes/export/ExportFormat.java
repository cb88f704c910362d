package armfarm.episodes.export;

import java.util.Locale;

/** The layouts a snapshot can be written in; docs/exports.md describes each. */
public enum ExportFormat {
    /** Tar files, one sample an attempt. */
    WEBDATASET;

    /** As written on the command line and in files: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    FormatLayout layout(ExportRequest request) {
        return switch (this) {
            case WEBDATASET -> new WebDatasetLayout();
        };
    }
}
