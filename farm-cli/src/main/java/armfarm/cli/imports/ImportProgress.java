package armfarm.cli.imports;

/** Told now and then how far the work is. */
@FunctionalInterface
public interface ImportProgress {
    /** Tells nobody. */
    ImportProgress SILENT = (phase, bytesDone, bytes) -> {};

    /** @param phase what is done; bytes of the files it is done to */
    void show(String phase, long bytesDone, long bytes);
}
