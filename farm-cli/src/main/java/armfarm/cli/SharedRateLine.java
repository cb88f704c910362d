package armfarm.cli;

/** Progress through attempts that several threads make. Thread-safe. */
final class SharedRateLine {
    private final RateLine line;
    private final long total;
    private String phase = "";
    private long done;

    /** @param total attempts of each phase */
    SharedRateLine(RateLine line, long total) {
        this.line = line;
        this.total = total;
    }

    synchronized void begin(String newPhase) {
        phase = newPhase;
        done = 0;
        line.show(phase, done, total);
    }

    /** One attempt more. */
    synchronized void step() {
        done++;
        line.show(phase, done, total);
    }

    synchronized void end() {
        line.end();
    }
}
