package armfarm.controller.base;

import java.util.function.Supplier;

/** Told what a farm that starts or stops is busy with, and so also that it gets on. Thread-safe, never blocks. */
public interface Steps {
    /** Tells nobody. */
    Steps UNTOLD = new Steps() {
        @Override
        public void begin(String what) {}

        @Override
        public void end(String what) {}
    };

    /** @param what for people, for example: PostgreSQL */
    void begin(String what);

    /** Done, or given up. */
    void end(String what);

    /** From here on parts end, though the start may not be over. */
    default void stopping() {}

    /** Begins, works and ends. */
    default <T> T during(String what, Supplier<T> work) {
        begin(what);
        try {
            return work.get();
        } finally {
            end(what);
        }
    }

    /** Likewise. */
    default void during(String what, Runnable work) {
        during(what, () -> {
            work.run();
            return what;
        });
    }
}
