package armfarm.episodes.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;

/**
 * What a format's folder looks like.
 *
 * <p>Parts are written in order; the same part of the same snapshot gets the same bytes each time, so an interrupted
 * export goes on with the first part that is not complete.
 */
public interface FormatLayout {
    /** Version of the layout, as its own community counts it. */
    String version();

    /** Size a data file should have about. */
    long fileBytes();

    /** Whether there is a place for attempts without a single {@link armfarm.messages.FrameKind#STEP} image. */
    default boolean takesAttemptsWithoutSteps() {
        return false;
    }

    /** Writes the files of a part. Takes every item, one at a time: an item's images are garbage when the next is asked for. */
    void writePart(PartPlace place, Iterator<ExportItem> items, FileSink files);

    /** Writes what can only be said when all data files are there. */
    void finish(ExportContext export, FileSink files);

    /**
     * Opens the part's files as a reader does and decodes an image of each.
     *
     * @return attempts found
     * @throws IOException if a file cannot be read
     * @throws armfarm.messages.FarmException (DATA) if it holds something else than it should
     */
    long check(Path folder, FinishedPart part) throws IOException;

    /** Columns or keys and what they hold: type, dimensions, unit. In the manifest. */
    Map<String, String> schema();

    /** Text of the README after its heading: the folder in some words, and a loader in Python. Markdown. */
    String readme(ExportContext export);
}
