package armfarm.episodes.tfrecord;

import armfarm.episodes.Split;
import armfarm.episodes.export.ExportContext;
import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.ExportPart;
import armfarm.episodes.export.FileSink;
import armfarm.episodes.export.FinishedPart;
import armfarm.episodes.export.FormatLayout;
import armfarm.episodes.export.PartPlace;
import armfarm.episodes.export.Readme;
import armfarm.episodes.tfrecord.wire.SequenceExample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * The 2016 Google Brain grasping data: TFRecord files, a list of them, and for each subset a file that names its features.
 * A split is a subset here, for the original has none.
 */
public final class Brain2016Layout implements FormatLayout {
    private static final long FILE_BYTES = 256L << 20;

    private final OptionalDouble openGripperMeters;

    public Brain2016Layout(OptionalDouble openGripperMeters) {
        this.openGripperMeters = openGripperMeters;
    }

    @Override
    public String version() {
        return "2016";
    }

    @Override
    public long fileBytes() {
        return FILE_BYTES;
    }

    @Override
    public void writePart(PartPlace place, Iterator<ExportItem> items, FileSink files) {
        ExportPart part = place.part();
        String path = String.format(
                Locale.ROOT,
                "grasping_dataset_%s.tfrecord-%05d-of-%05d",
                subset(place.snapshot().name(), part.split()),
                part.index(),
                part.partsOfSplit());
        TfRecordFiles.write(path, items, item -> Brain2016Attempt.of(item, openGripperMeters), files);
    }

    private static String subset(String snapshot, Split split) {
        return snapshot + "_" + split.label();
    }

    @Override
    public void finish(ExportContext export, FileSink files) {
        StringBuilder listing = new StringBuilder();
        for (Split split : Split.values()) {
            List<FinishedPart> parts = export.parts(split);
            if (parts.isEmpty()) {
                continue;
            }
            String subset = subset(export.snapshot().name(), split);
            Set<String> features = featuresOfAll(export.folder(), parts);
            String csv = "features_" + subset + ".csv";
            files.write(
                    csv,
                    features.size() + "_" + subset + "\n" + export.total(split).attempts() + "\n"
                            + String.join("\n", features) + "\n");
            listing.append(csv).append('\n');
            parts.forEach(part -> listing.append(part.files().get(0).path()).append('\n'));
        }
        files.write("grasp_listing.txt", listing.toString());
    }

    /** Features that no attempt lacks: readers ask each record for every feature of the list. */
    private static Set<String> featuresOfAll(Path folder, List<FinishedPart> parts) {
        Set<String> common = new TreeSet<>();
        boolean[] first = {true};
        try {
            for (FinishedPart part : parts) {
                TfRecordFiles.visit(folder.resolve(part.files().get(0).path()), record -> {
                    Set<String> features = SequenceExample.parseFrom(record)
                            .getContext()
                            .getFeatureMap()
                            .keySet();
                    if (first[0]) {
                        common.addAll(features);
                        first[0] = false;
                    }
                    common.retainAll(features);
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return common;
    }

    @Override
    public long check(Path folder, FinishedPart part) throws IOException {
        return TfRecordFiles.check(
                folder,
                part,
                SequenceExample.parser(),
                attempt -> attempt.getContext().getFeatureOrThrow(Brain2016Keys.CLEAR_VIEW));
    }

    @Override
    public Map<String, String> schema() {
        String pose = "/transforms/base_T_endeffector/vec_quat_7";
        Map<String, String> schema = new LinkedHashMap<>();
        schema.put("num_grasp_steps", "bytes: number of steps, as text");
        schema.put("robot/name", "bytes: name of the arm");
        schema.put("attempt", "bytes: id of the attempt");
        schema.put("camera/intrinsics/matrix33", "float [3, 3]: in px, transposed: the centre is in the last row");
        schema.put(
                "camera/transforms/camera_T_base/matrix44",
                "float [4, 4]: base in camera, translation in the last column");
        schema.put("approach" + pose, "float [7]: gripper in base at the first image, x y z in m, quaternion x y z w");
        schema.put("pregrasp/image/encoded", "bytes: image of step 0, before the grasp");
        schema.put("grasp/image/encoded", "bytes: the same image, under the name other readers use");
        schema.put("grasp/<N>/image/encoded", "bytes: image of step N, N from 0");
        schema.put("grasp/<N>/commanded_pose" + pose, "float [7]: where step N was sent");
        schema.put("grasp/<N>/reached_pose" + pose, "float [7]: measured at the end of step N; left out if it was not");
        schema.put("grasp/<N>/params", "float [5]: motion of step N: dx dy dz in m, sin and cos of the change of yaw");
        schema.put(
                "armfarm/grasp/<N>/command",
                "float [5]: command decided at step N, to the pose of the grasp; not one of the keys of 2016");
        schema.put(
                "armfarm/grasp/<N>/gripper_in_base",
                "float [7]: gripper in base at the image of step N; not one of the keys of 2016");
        schema.put("present/image/encoded", "bytes: lifted gripper, before the drop; left out without a drop test");
        schema.put("post_drop/image/encoded", "bytes: bin after the drop; left out without a drop test");
        schema.put("gripper/opening_meters", "float: opening after closing, m; not one of the keys of 2016");
        schema.put("gripper/status", "float: the same as a share of the open gripper, 0..1; only with --open-gripper");
        schema.put(
                "armfarm/purpose",
                "bytes: why it was made: collection (practice), evaluation or import; a key of ours");
        schema.put(
                "armfarm/object_set", "bytes: objects in the bin: training, held_out or held_out_kinds; a key of ours");
        schema.put("armfarm/exploration", "float: 1 for a random choice although there was a model; a key of ours");
        schema.put("armfarm/policy", "bytes: what chose: model, random, or recorded (imported); a key of ours");
        schema.put("grasp_success", "float: 1 success, 0 failure");
        return schema;
    }

    @Override
    public String readme(ExportContext export) {
        return Readme.text("brain2016", export);
    }
}
