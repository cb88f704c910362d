package armfarm.episodes;

import java.util.Locale;

/** Which part of a snapshot or training set an attempt belongs to; a training set has nothing to {@link #TEST} with. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    /** As written in files and shown to people: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
