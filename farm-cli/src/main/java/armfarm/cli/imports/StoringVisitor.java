package armfarm.cli.imports;

import armfarm.episodes.imports.Dataset;
import armfarm.messages.GraspAttempt;

/** Hands what is found in one file to the store and the counts. Confined to one thread. */
final class StoringVisitor implements Dataset.Visitor {
    private final String file;
    private final AttemptSink sink;
    private final DatasetTally tally;
    private final DatasetImport.FileProgress progress;

    StoringVisitor(String file, AttemptSink sink, DatasetTally tally, DatasetImport.FileProgress progress) {
        this.file = file;
        this.sink = sink;
        this.tally = tally;
        this.progress = progress;
    }

    @Override
    public void attempt(GraspAttempt attempt, long fileBytesDone) {
        if (!sink.isStored(attempt.id())) {
            sink.add(attempt);
        }
        progress.at(fileBytesDone);
    }

    @Override
    public void rejected(long record, String reason) {
        tally.rejected(file, record, reason);
    }

    @Override
    public void damaged(String problem) {
        tally.damaged(problem);
    }

    @Override
    public void leftOut(String what) {
        tally.leftOut(what);
    }
}
