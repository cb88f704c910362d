package armfarm.messages.threads;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Optional;
import java.util.function.Consumer;

/** How urgent a thread is to the operating system; Java's own priorities do nothing on Linux. Thread-safe. */
public final class ThreadPriority {
    /** Of setpriority(2): for one thread; 0 is the one that calls. */
    private static final int PRIO_PROCESS = 0;

    private static final int THIS_THREAD = 0;
    /** A choice: a tenth of the time that a thread of the usual niceness 0 gets, where both want more than there is (sched(7)). */
    private static final int LOW_NICENESS = 10;

    private ThreadPriority() {}

    /**
     * Lets other threads go before this one from now on, wherever the processor is too busy for all; there is no way back. For work that
     * loses nothing by it, such as a simulation that runs as fast as it can.
     *
     * @return why the system does not do it; empty if it does
     */
    public static Optional<String> lower() {
        try {
            return CLibrary.INSTANCE.setpriority(PRIO_PROCESS, THIS_THREAD, LOW_NICENESS) == 0
                    ? Optional.empty()
                    : Optional.of("setpriority(2) gave error " + Native.getLastError());
        } catch (LinkageError e) {
            return Optional.of("setpriority(2) cannot be called: " + e);
        }
    }

    /**
     * As {@link #lower()}.
     *
     * @param warn told if the system does not do it
     */
    public static void lower(Consumer<String> warn) {
        lower().ifPresent(why -> warn.accept(Thread.currentThread().getName()
                + " stays as urgent as all else, so that models come later where the processor is busy: " + why));
    }

    /** The C library; loaded when it is first used. */
    private interface CLibrary extends Library {
        CLibrary INSTANCE = Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);

        int setpriority(int which, int who, int niceness);
    }
}
