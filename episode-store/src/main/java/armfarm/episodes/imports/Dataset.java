package armfarm.episodes.imports;

import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set that attempts are read from, file by file. The same content gives the same attempts with the same ids, however
 * it is cut into files. Confined to one thread.
 */
public interface Dataset {
    /** Told what is found in a file, in its order. */
    interface Visitor {
        /**
         * A whole attempt; its images are garbage when the call returns.
         *
         * @param fileBytesDone how far the reading is, about
         */
        void attempt(GraspAttempt attempt, long fileBytesDone);

        /**
         * A record that cannot be used; reading goes on with the next.
         *
         * @param record as its format counts: the record of the file from 1, or the episode of the data set from 0
         * @param reason what was found and expected, the same text for the same fault
         */
        void rejected(long record, String reason);

        /** A place from which on the file cannot be read; what came before is used. */
        void damaged(String problem);

        /** Something of a usable record for which the store has no place. */
        void leftOut(String what);
    }

    /** Files with attempts, in order, at least one. */
    List<Path> files();

    /** What a person should know before: for example that files of the set are missing. */
    List<String> notes();

    /** What one record is called: record or episode. */
    String recordName();

    /** Whether every record carries a checksum, so that damage is found without another hash of the file. */
    boolean checksummed();

    /**
     * Reads one of the files; one attempt is in memory at a time. Blocks until the file ends or is damaged.
     *
     * @throws FarmException (RESOURCE) if the disk refused; what the visitor has been told holds
     */
    void read(Path file, Visitor visitor);
}
