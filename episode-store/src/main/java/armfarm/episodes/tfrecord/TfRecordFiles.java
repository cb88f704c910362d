package armfarm.episodes.tfrecord;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.FileSink;
import armfarm.episodes.export.FinishedPart;
import armfarm.episodes.export.ImageBytes;
import armfarm.episodes.tfrecord.wire.Feature;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
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

    /**
     * Reads the records of a part, all of them into messages, and decodes the first one's image.
     *
     * @return how many there are
     * @throws IOException if the file cannot be read, or a record is damaged
     */
    static <M> long check(Path folder, FinishedPart part, Parser<M> parser, Function<M, Feature> image)
            throws IOException {
        String path = part.files().get(0).path();
        boolean[] decoded = new boolean[1];
        return visit(folder.resolve(path), record -> {
            M message = parser.parseFrom(record);
            if (!decoded[0]) {
                ImageBytes.decode(
                        image.apply(message).getBytesList().getValue(0).toByteArray(), path);
                decoded[0] = true;
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
