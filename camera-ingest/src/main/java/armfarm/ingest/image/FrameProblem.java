package armfarm.ingest.image;

import java.util.Locale;

/**
 * Something wrong with a camera, seen on one of its frames.
 *
 * @param found and what was expected instead, for people
 */
public record FrameProblem(Kind kind, String found, String expected) {
    /** What is wrong; the names are counted and shown. */
    public enum Kind {
        /** The frame is old when it arrives, or from the future: delay, or clocks that differ. */
        STALE("check the network and that both clocks are synchronized"),
        /** The same picture again and again: the camera or its driver hangs. */
        FROZEN("restart the camera's driver"),
        /** Nothing to see: lens cap, light off, exposure. */
        BLACK("check light, lens cap and exposure"),
        /** Everything white: exposure. */
        OVEREXPOSED("check light and exposure"),
        /** Fewer frames than expected. */
        SLOW("check the camera's cable, its bandwidth and the load of its computer"),
        /** A frame that was taken before the last one: clock set back, or two cameras on one topic. */
        BACKWARDS("check for a second publisher on the topic and for a clock that was set back");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }

        /** As shown to people: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One line: what, found, expected, what to do. */
    public String message(String camera) {
        return "Camera " + camera + " is " + kind.label() + ": found " + found + ", expected " + expected + "; "
                + kind.advice;
    }
}
