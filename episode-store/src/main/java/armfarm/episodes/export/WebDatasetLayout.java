package armfarm.episodes.export;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * WebDataset: tar files, one sample an attempt. All files of a sample follow one another, and their names up to the first
 * dot are its key; readers that stream rely on both.
 */
public final class WebDatasetLayout implements FormatLayout {
    private static final long FILE_BYTES = 256L << 20;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public long fileBytes() {
        return FILE_BYTES;
    }

    @Override
    public boolean takesAttemptsWithoutSteps() {
        return true;
    }

    @Override
    public void writePart(PartPlace place, Iterator<ExportItem> items, FileSink files) {
        files.write(fileName(place.part()), file -> {
            try (TarArchiveOutputStream tar =
                    new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), "UTF-8")) {
                while (items.hasNext()) {
                    write(tar, items.next());
                }
                tar.finish();
            }
        });
    }

    private static String fileName(ExportPart part) {
        return String.format(Locale.ROOT, "%s-%06d.tar", part.split().label(), part.index());
    }

    private static void write(TarArchiveOutputStream tar, ExportItem item) throws IOException {
        Instant time = item.attempt().started().startedAt();
        for (Map.Entry<String, FrameCaptured> image : images(item).entrySet()) {
            String name = item.attempt().id() + "." + image.getKey() + ".";
            FrameCaptured frame = image.getValue();
            write(tar, name + ImageBytes.ending(frame.image()), frame.image().bytes(), time);
            if (frame.depth().isPresent()) {
                write(tar, name + "depth.png", frame.depth().get().bytes(), time);
            }
        }
        write(
                tar,
                item.attempt().id() + ".json",
                (ExportJson.line(AttemptMetadata.of(item)) + "\n").getBytes(StandardCharsets.UTF_8),
                time);
    }

    /** Images by the name that the sample has for them. */
    private static Map<String, FrameCaptured> images(ExportItem item) {
        Map<String, FrameCaptured> images = new LinkedHashMap<>();
        List<FrameCaptured> steps = item.steps();
        if (!steps.isEmpty()) {
            images.put("before", steps.get(0));
            for (int i = 1; i + 1 < steps.size(); i++) {
                images.put("step" + i, steps.get(i));
            }
            images.put("grasp", steps.get(steps.size() - 1));
        }
        item.first(FrameKind.LIFTED).ifPresent(frame -> images.put("lifted", frame));
        item.first(FrameKind.DROPPED).ifPresent(frame -> images.put("dropped", frame));
        int views = 0;
        for (FrameCaptured frame : item.attempt().frames()) {
            if (frame.kind() == FrameKind.VIEW) {
                images.put("view" + views++, frame);
            }
        }
        return images;
    }

    private static void write(TarArchiveOutputStream tar, String name, byte[] bytes, Instant time) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(0100644);
        entry.setModTime(Math.max(0, time.getEpochSecond()) * 1000);
        entry.setIds(0, 0);
        entry.setNames("", ""); // the library would put in who runs this
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Override
    public void finish(ExportContext export, FileSink files) {
        // the tar files are all there is
    }

    @Override
    public long check(Path folder, FinishedPart part) throws IOException {
        String path = part.files().get(0).path();
        long samples = 0;
        boolean decoded = false;
        String key = "";
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(path))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (!name.substring(0, name.indexOf('.')).equals(key)) {
                    key = name.substring(0, name.indexOf('.'));
                    samples++;
                }
                byte[] bytes = tar.readAllBytes();
                if (bytes.length != entry.getSize()) {
                    throw new FarmException(
                            ErrorCode.DATA,
                            path + ": " + name + " has " + bytes.length + " bytes, expected " + entry.getSize());
                }
                if (!decoded && !name.endsWith(".json")) {
                    ImageBytes.decode(bytes, path + ": " + name);
                    decoded = true;
                }
            }
        }
        return samples;
    }

    @Override
    public Map<String, String> schema() {
        Map<String, String> schema = new LinkedHashMap<>();
        schema.put(
                "<attempt>.before.jpg",
                "image of the first step, before the grasp: the one that the grasp was decided on");
        schema.put(
                "<attempt>.grasp.jpg",
                "image of the last step, from above the chosen pose, just before the gripper goes there and closes");
        schema.put("<attempt>.step<i>.jpg", "images of the steps between, if there are any");
        schema.put("<attempt>.lifted.jpg", "the bin while the closed gripper is lifted, if there is one");
        schema.put("<attempt>.dropped.jpg", "the bin after the gripper opened again, if there is one");
        schema.put("<attempt>.view<i>.jpg", "images of a recording that belong to no step");
        schema.put(
                "<attempt>.<image>.depth.png",
                "of an arm with a depth camera, beside each of these images, pixel for pixel: 16-bit grey, millimetres along"
                        + " the optical axis, 0 where nothing came back");
        schema.put("<attempt>.json", "label, command, poses, camera; units are in the names of its keys");
        return schema;
    }

    @Override
    public String readme(ExportContext export) {
        return Readme.text("webdataset", export);
    }
}
