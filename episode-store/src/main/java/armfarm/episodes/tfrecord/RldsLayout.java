package armfarm.episodes.tfrecord;

import armfarm.episodes.Split;
import armfarm.episodes.export.ExportContext;
import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.ExportJson;
import armfarm.episodes.export.ExportPart;
import armfarm.episodes.export.ExportedFile;
import armfarm.episodes.export.FileSink;
import armfarm.episodes.export.FinishedPart;
import armfarm.episodes.export.FormatLayout;
import armfarm.episodes.export.PartPlace;
import armfarm.episodes.export.Readme;
import armfarm.episodes.tfrecord.wire.Example;
import armfarm.episodes.tfrecord.wire.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** RLDS: TFRecord files of episodes, with the two JSON files that let TensorFlow Datasets read the folder. */
public final class RldsLayout implements FormatLayout {
    /** TensorFlow Datasets wants a name that is a word of Python's. */
    static final String NAME = "armfarm_grasps";

    private static final long FILE_BYTES = 256L << 20;

    @Override
    public String version() {
        return "1.2.0";
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
                "%s-%s.tfrecord-%05d-of-%05d",
                NAME,
                part.split().label(),
                part.index(),
                part.partsOfSplit());
        TfRecordFiles.write(path, items, RldsEpisode::of, files);
    }

    @Override
    public void finish(ExportContext export, FileSink files) {
        Observed observed = observed(export);
        files.write("features.json", ExportJson.pretty(TfdsFeatures.of(observed.imageSize(), observed.depth())));
        files.write("dataset_info.json", ExportJson.pretty(info(export)));
    }

    /**
     * What all episodes have in common.
     *
     * @param imageSize height and width in pixels, -1 for images of several sizes
     * @param depth whether each has depth
     */
    private record Observed(List<Long> imageSize, boolean depth) {}

    private static Observed observed(ExportContext export) {
        Set<String> sizes = new TreeSet<>();
        Set<Boolean> depth = new TreeSet<>();
        List<Long> last = new ArrayList<>();
        try {
            for (FinishedPart part : export.parts()) {
                TfRecordFiles.visit(export.folder().resolve(part.files().get(0).path()), record -> {
                    Features features = Example.parseFrom(record).getFeatures();
                    last.clear();
                    last.addAll(features.getFeatureOrThrow(RldsEpisode.IMAGE_SIZE)
                            .getInt64List()
                            .getValueList());
                    sizes.add(last.toString());
                    depth.add(features.containsFeature(RldsEpisode.DEPTH));
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Observed(sizes.size() == 1 ? List.copyOf(last) : List.of(-1L, -1L), depth.equals(Set.of(true)));
    }

    private Map<String, Object> info(ExportContext export) {
        List<Object> splits = new ArrayList<>();
        for (Split split : Split.values()) {
            List<FinishedPart> parts = export.parts(split);
            if (!parts.isEmpty()) {
                splits.add(ExportJson.object(
                        "filepathTemplate", "{DATASET}-{SPLIT}.{FILEFORMAT}-{SHARD_X_OF_Y}",
                        "name", split.label(),
                        "numBytes",
                                Long.toString(parts.stream()
                                        .flatMap(part -> part.files().stream())
                                        .mapToLong(ExportedFile::bytes)
                                        .sum()),
                        "shardLengths",
                                parts.stream()
                                        .map(part -> Long.toString(part.counts().attempts()))
                                        .toList()));
            }
        }
        return ExportJson.object(
                "name",
                NAME,
                "version",
                version(),
                "moduleName",
                "armfarm.export",
                "description",
                "Grasp attempts of an Armfarm, snapshot " + export.snapshot().name() + ", sha256 "
                        + export.snapshot().sha256(),
                "fileFormat",
                "tfrecord",
                "releaseNotes",
                ExportJson.object(
                        "1.0.0",
                        "First layout.",
                        "1.1.0",
                        "Purpose, object set, exploration and policy of each episode.",
                        version(),
                        "Depth, where each episode has it."),
                "splits",
                splits);
    }

    @Override
    public long check(Path folder, FinishedPart part) throws IOException {
        return TfRecordFiles.check(
                folder, part, Example.parser(), example -> example.getFeatures().getFeatureOrThrow(RldsEpisode.IMAGE));
    }

    @Override
    public Map<String, String> schema() {
        return TfdsFeatures.schema();
    }

    @Override
    public String readme(ExportContext export) {
        return Readme.text("rlds", export);
    }
}
