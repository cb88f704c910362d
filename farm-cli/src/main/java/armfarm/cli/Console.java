package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;

/** The process's own streams, for what is not text for people: live progress, and data for other programs. */
final class Console {
    private Console() {}

    /** Whether the launcher found stderr to be a terminal on which lines can be drawn over. */
    static boolean drawsProgress() {
        return Boolean.getBoolean("armfarm.terminal");
    }

    /** Passes escape sequences on: only for words that were made safe with {@code ControlEscapes.oneLine}. */
    static PrintStream drawing() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true);
    }

    /** Whether the launcher found a person who reads and types. */
    static boolean isTerminal() {
        return Boolean.getBoolean("armfarm.answers");
    }

    /** Passes escape sequences on: for texts of our own alone. */
    static PrintWriter help() {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), ControlEscapes.consoleCharset()),
                true);
    }

    /** For data whose bytes must stay as they are; on a terminal the stream that shows control characters. */
    static PrintStream data() {
        return Boolean.getBoolean("armfarm.pipe")
                ? new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false)
                : System.out;
    }
}
