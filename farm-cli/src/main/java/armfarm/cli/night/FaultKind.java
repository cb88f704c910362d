package armfarm.cli.night;

import java.util.Locale;

/** What is done to a replay on purpose. None of it may change what is stored. */
public enum FaultKind {
    /** kill -9 of PostgreSQL; the farm's own keeper starts it again. */
    DATABASE_KILLED,
    /** kill -9 of the broker, which is away for up to three seconds and the time of its start. */
    BROKER_KILLED,
    /** Consumer and store end between the sync of a batch's images and the commit of its rows, and are opened again. */
    STORE_RESTARTED,
    /** The last records of an arm are sent once more. */
    REDELIVERED,
    /** An arm's records stay behind while the others' go on, and then come all at once. */
    ARM_LATE,
    /** Bytes that are no event, in the middle of an arm's records. */
    DAMAGED_RECORD,
    /** Storing stands still for 2.5 to 4 s. */
    PAUSED;

    /** Whether it is done to the records, not to the processes. */
    boolean changesStream() {
        return this == REDELIVERED || this == ARM_LATE || this == DAMAGED_RECORD;
    }

    /** As in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
