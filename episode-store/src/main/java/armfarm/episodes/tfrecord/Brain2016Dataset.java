package armfarm.episodes.tfrecord;

import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.DatasetFiles;
import armfarm.episodes.imports.FileContent;
import armfarm.episodes.imports.ImportSettings;
import armfarm.episodes.imports.UnusableRecord;
import armfarm.episodes.tfrecord.wire.SequenceExample;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TFRecord files with the keys of the 2016 Google Brain grasping data: the published ones, and what an export wrote. Records
 * may be SequenceExamples or Examples. An attempt's id is a hash of its record, so a file that was cut off gives the same
 * attempts as the whole one. Confined to one thread.
 */
public final class Brain2016Dataset implements Dataset {
    private static final String RECORDS = ".tfrecord";
    private static final int MAX_DEPTH = 5;

    private final List<Path> files;
    private final ImportSettings settings;

    private Brain2016Dataset(List<Path> files, ImportSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    /**
     * @param path a TFRecord file, or a folder that holds some
     * @throws FarmException (CONFIG) if there are none
     */
    public static Dataset open(Path path, ImportSettings settings) {
        if (Files.isRegularFile(path)) {
            return new Brain2016Dataset(List.of(path), settings);
        }
        if (!Files.isDirectory(path)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "There is neither a file nor a folder " + path
                            + " to import; expected TFRecord files with the keys of"
                            + " the 2016 Google Brain data. Check the path");
        }
        List<Path> files = DatasetFiles.in(path, 1, name -> name.contains(RECORDS));
        if (files.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + path + " holds no file with " + RECORDS + " in its name; " + instead(path));
        }
        return new Brain2016Dataset(files, settings);
    }

    private static String instead(Path folder) {
        if (Files.isRegularFile(folder.resolve("meta/info.json"))) {
            return "it is a LeRobot data set: import it with --format lerobot";
        }
        List<Path> deeper = DatasetFiles.in(folder, MAX_DEPTH, name -> name.contains(RECORDS));
        if (!deeper.isEmpty()) {
            return "there are some in " + deeper.get(0).getParent() + ": name the folder with the files";
        }
        return "expected for example grasping_dataset_102.tfrecord-00000-of-00219. Name the folder with the files, or one file";
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(ShardNames.missing(
                files.stream().map(file -> file.getFileName().toString()).toList()));
        for (Path file : files) {
            if (file.toFile().isFile() && file.toFile().length() == 0) {
                notes.add(file.getFileName() + " is empty: it has no records, or did not arrive");
            }
        }
        return notes;
    }

    @Override
    public String recordName() {
        return "record";
    }

    @Override
    public boolean checksummed() {
        return true;
    }

    @Override
    public void read(Path file, Visitor visitor) {
        try (TfRecords.Reader reader = new TfRecords.Reader(file)) {
            for (long number = 1; ; number++) {
                try {
                    Optional<byte[]> record = reader.next();
                    if (record.isEmpty()) {
                        return;
                    }
                    convert(file, number, record.get(), reader.byteOffset(), visitor);
                } catch (TfRecords.DamagedRecordException e) {
                    if (!e.nextIsReadable()) {
                        visitor.damaged(damage(file, number, e));
                        return;
                    }
                    visitor.rejected(number, e.reason());
                }
            }
        } catch (IOException e) {
            visitor.damaged(
                    "Cannot read " + file + ": " + e + "; check the disk and import again, what is stored stays");
        }
    }

    private static String damage(Path file, long number, TfRecords.DamagedRecordException e) {
        Optional<String> other = number == 1 ? FileContent.inPlaceOfData(file) : Optional.empty();
        return other.map(what -> "File " + file + " holds no TFRecords: " + what)
                .orElseGet(() -> e.getMessage() + " (record " + number
                        + "). What comes after it cannot be read: get the file again and import it once more");
    }

    private void convert(Path file, long number, byte[] record, long bytesDone, Visitor visitor) {
        try {
            SequenceExample message = SequenceExample.parseFrom(record);
            FeatureReader features = new FeatureReader(message.getContext().getFeatureMap());
            visitor.attempt(
                    new Brain2016Record(features, Hash.SHA_256.hex(record), settings)
                            .attempt(number, file.getFileName().toString()),
                    bytesDone);
            features.unread().forEach(visitor::leftOut);
            message.getFeatureLists().getFeatureListMap().keySet().stream()
                    .sorted()
                    .forEach(visitor::leftOut);
        } catch (InvalidProtocolBufferException e) {
            visitor.rejected(number, "the record is neither a tf.train.SequenceExample nor an Example");
        } catch (UnusableRecord e) {
            visitor.rejected(number, e.getMessage());
        }
    }
}
