package armfarm.ingest.image;

import java.util.Locale;

/** Why a frame cannot be used; the names are counted and shown. */
public enum FrameFault {
    /** None of the encodings this build reads. */
    UNKNOWN_ENCODING,
    /** Fewer or more pixels or bytes than a camera may send. */
    SIZE_OUT_OF_BOUNDS,
    /** Not the size the camera's calibration is for. */
    SIZE_NOT_CALIBRATED,
    /** Rows overlap: the step is shorter than a row. */
    STEP_TOO_SHORT,
    /** The frame ends before its last row or before its file's end mark. */
    TRUNCATED,
    /** A compressed frame whose bytes are not an image. */
    NOT_DECODABLE;

    /** As shown to people: lower case with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
