package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.LoggerFactory;

/** Entry point of the launcher; see {@link ArmfarmCommand} for the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // All that is printed for people passes here; live progress alone goes around it, with escapes of its own.
        System.setOut(ControlEscapes.around(new FileOutputStream(FileDescriptor.out), ControlEscapes.consoleCharset()));
        System.setErr(ControlEscapes.around(new FileOutputStream(FileDescriptor.err), ControlEscapes.consoleCharset()));
        Thread.setDefaultUncaughtExceptionHandler(Main::log);
        System.exit(ArmfarmCommand.execute(args));
    }

    /** No thread ends without a word; the terminal is for what people can act on. */
    private static void log(Thread thread, Throwable problem) {
        LoggerFactory.getLogger(Main.class)
                .error("Thread {} ended in the middle of its work", thread.getName(), problem);
    }
}
