package armfarm.controller;

import armfarm.controller.cli.ArmfarmCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Entry point of the launcher; see {@link ArmfarmCommand} for the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // All that is printed for people passes here; live progress alone goes around it, with escapes of its own.
        System.setOut(ControlEscapes.around(new FileOutputStream(FileDescriptor.out), ControlEscapes.consoleCharset()));
        System.setErr(ControlEscapes.around(new FileOutputStream(FileDescriptor.err), ControlEscapes.consoleCharset()));
        System.exit(ArmfarmCommand.execute(args));
    }
}
