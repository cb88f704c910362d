package armfarm.episodes.export.tfrecord;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.FileSink;
import com.google.protobuf.MessageLite;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/** Whole TFRecord files, an attempt a record. */
final class TfRecordFiles {
    /** Looks at a record. */
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] record) throws IOException;
    }

    private TfRecordFiles() {}

    static void write(
            String path, Iterator<ExportItem> items, Function<ExportItem, MessageLite> toMessage, FileSink files) {
        files.write(path, file -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                while (items.hasNext()) {
                    TfRecords.write(out, FeatureMap.serialize(toMessage.apply(items.next())));
                }
            }
        });
    }

    /** Reads all records and their checksums. @return how many there are */
    static long visit(Path file, Visitor visitor) throws IOException {
        try (TfRecords.Reader reader = new TfRecords.Reader(file)) {
            long records = 0;
            for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
                visitor.visit(record.get());
                records++;
            }
            return records;
        }
    }
}
