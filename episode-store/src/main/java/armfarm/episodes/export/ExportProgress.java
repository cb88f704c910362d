package armfarm.episodes.export;

/** Hears how far an export is. */
@FunctionalInterface
public interface ExportProgress {
    ExportProgress SILENT = (phase, done, total) -> {};

    /**
     * Called after each attempt.
     *
     * @param phase what is going on, in a word
     * @param done attempts so far, those of an interrupted export included
     */
    void show(String phase, long done, long total);
}
