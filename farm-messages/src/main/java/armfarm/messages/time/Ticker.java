package armfarm.messages.time;

/** Counts time that passes, whatever is done to the clock on the wall. */
@FunctionalInterface
public interface Ticker {
    /** The machine's own. */
    static Ticker system() {
        return System::nanoTime;
    }

    /** Nanoseconds since some moment: only differences mean something, and they may overflow. */
    long nanos();
}
