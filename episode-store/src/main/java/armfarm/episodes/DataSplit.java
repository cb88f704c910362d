package armfarm.episodes;

import java.util.Locale;

/** Which part of a snapshot an attempt belongs to. */
public enum DataSplit {
    TRAIN,
    VALIDATION,
    TEST;

    /** As written in files and shown to people: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
