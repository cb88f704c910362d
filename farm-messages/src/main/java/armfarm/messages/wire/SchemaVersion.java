package armfarm.messages.wire;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/**
 * Version number carried by every record of the event stream. Within a version fields are only added, so a reader
 * accepts fields it does not know; a changed meaning needs the next version.
 */
public final class SchemaVersion {
    /** What this build writes, and the newest it reads. */
    public static final int CURRENT = 1;

    private SchemaVersion() {}

    /** @throws FarmException (DATA) if this build cannot read that version */
    static void check(int found) {
        if (found < 1) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Attempt event field 'schema_version': found " + found + ", expected 1.." + CURRENT
                            + "; the record was not written by Armfarm or is damaged");
        }
        if (found > CURRENT) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Attempt event field 'schema_version': found " + Integer.toUnsignedString(found)
                            + ", expected at most " + CURRENT
                            + "; the record was written by a newer Armfarm: update this one");
        }
    }
}
