package armfarm.episodes.export;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What to export, and where to. Immutable; {@link #of} gives one with the usual settings.
 *
 * @param resume go on with an interrupted export of the same snapshot in the same format
 * @param license what the manifest says about who may use the data
 * @param fileBytes size a data file should have about; 0 leaves it to the format
 * @param openGripperMeters opening of the fully open gripper, for formats that want openings as a share of it
 */
public record ExportRequest(
        String snapshot,
        ExportFormat format,
        Path folder,
        boolean resume,
        String license,
        long fileBytes,
        OptionalDouble openGripperMeters) {
    /** What the manifest says when nobody said anything about a licence. */
    public static final String NO_LICENSE = "not stated";

    public ExportRequest {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(license);
        folder = folder.toAbsolutePath().normalize();
        if (fileBytes < 0) {
            throw new IllegalArgumentException("file size " + fileBytes + " bytes, expected 0 or more");
        }
    }

    /** A fresh export with the format's own file size. */
    public static ExportRequest of(String snapshot, ExportFormat format, Path folder) {
        return new ExportRequest(snapshot, format, folder, false, NO_LICENSE, 0, OptionalDouble.empty());
    }

    /** The same, going on with what is there. */
    public ExportRequest resuming() {
        return new ExportRequest(snapshot, format, folder, true, license, fileBytes, openGripperMeters);
    }

    /** The same with data files of about this size. */
    public ExportRequest withFileBytes(long bytes) {
        return new ExportRequest(snapshot, format, folder, resume, license, bytes, openGripperMeters);
    }

    /** The same with the licence in the manifest. */
    public ExportRequest withLicense(String text) {
        return new ExportRequest(snapshot, format, folder, resume, text, fileBytes, openGripperMeters);
    }

    /** The same for grippers that open so far. */
    public ExportRequest withOpenGripperMeters(double meters) {
        return new ExportRequest(snapshot, format, folder, resume, license, fileBytes, OptionalDouble.of(meters));
    }
}
