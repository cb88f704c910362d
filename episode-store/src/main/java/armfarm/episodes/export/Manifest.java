package armfarm.episodes.export;

import armfarm.episodes.Snapshot;
import armfarm.episodes.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The last file of an export: what it is of, what is in it, and the hash of every file. Keys: docs/exports.md. */
final class Manifest {
    static final int VERSION = 1;

    private static final Map<String, Object> UNITS = ExportJson.object(
            "position", "m",
            "orientation", "unit quaternion x y z w",
            "angle", "rad",
            "time", "s",
            "image_size", "px",
            "probability", "0..1");

    private static final Map<String, Object> FRAMES = ExportJson.object(
            "base", "robot base: x forward, y left, z up, right-handed; all poses are in it",
            "gripper", "origin between the finger tips, z out of the hand along the approach, y along the closing axis",
            "camera", "optical: x right, y down, z into the scene",
            "command",
                    "motion of the gripper from where it was at the image to the grasp, in base: dx, dy, dz, sin and"
                            + " cos of the change of yaw");

    private Manifest() {}

    static String of(ExportContext export, ExportRequest request, FormatLayout layout, List<ExportedFile> files) {
        Snapshot snapshot = export.snapshot();
        PartCounts total = export.total();
        return ExportJson.pretty(ExportJson.object(
                "manifest_version",
                VERSION,
                "format",
                request.format().label(),
                "format_version",
                layout.version(),
                "snapshot",
                ExportJson.object(
                        "name",
                        snapshot.name(),
                        "sha256",
                        snapshot.sha256(),
                        "created_at",
                        snapshot.createdAt().toString(),
                        "filter",
                        snapshot.filter(),
                        "split_by",
                        snapshot.splits().groupBy().name().toLowerCase(Locale.ROOT),
                        "attempts",
                        snapshot.size()),
                "license",
                request.license(),
                "attempts",
                total.attempts(),
                "successes",
                total.successes(),
                "steps",
                total.steps(),
                "left_out_without_step_image",
                total.leftOut(),
                "splits",
                splits(export),
                "label_sources",
                total.labelSources(),
                "units",
                UNITS,
                "frames",
                FRAMES,
                "schema",
                layout.schema(),
                "files",
                files));
    }

    private static Map<String, Object> splits(ExportContext export) {
        Map<String, Object> splits = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            PartCounts counts = export.total(split);
            splits.put(
                    split.label(),
                    ExportJson.object(
                            "attempts", counts.attempts(), "successes", counts.successes(), "steps", counts.steps()));
        }
        return splits;
    }
}
