package armfarm.cli;

import armfarm.cli.console.ErrorText;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that failed says so: in a few lines, the last of which a person reads first. */
final class CommandErrors {
    private static final int WRONG_USE = 2;

    private CommandErrors() {}

    /** What is wrong with the words on the command line, and where they are explained. @return the exit code */
    static int wrongUse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String suggestion = suggestion(e);
        err.println("armfarm: " + text(e.getMessage()) + (suggestion.isEmpty() ? "" : ". " + suggestion));
        err.println("See '" + command.getCommandSpec().qualifiedName(" ") + " --help'.");
        return WRONG_USE;
    }

    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> similar = unmatched.getSuggestions();
        return similar.isEmpty() ? "" : "Did you mean " + String.join(" or ", similar) + "?";
    }

    /** @return the exit code */
    static int failed(Throwable e, PrintWriter err) {
        if (e instanceof FarmException known) {
            err.println("armfarm: " + text(known.getMessage()));
            LoggerFactory.getLogger(ArmfarmCommand.class).debug("Command failed", e);
            return ArmfarmCommand.exitCode(known.code());
        }
        if (e instanceof UncheckedIOException file) {
            err.println("armfarm: " + text(ErrorText.of(file)));
            return ArmfarmCommand.exitCode(ErrorCode.RESOURCE);
        }
        if (e instanceof IOException file) {
            err.println("armfarm: " + text(ErrorText.of(file)));
            return ArmfarmCommand.exitCode(ErrorCode.RESOURCE);
        }
        if (e instanceof OutOfMemoryError) {
            err.println("armfarm: memory is full (" + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB for this command); give it more with ARMFARM_JAVA_OPTS=-Xmx2g, or ask for less at a time");
            return ArmfarmCommand.exitCode(ErrorCode.RESOURCE);
        }
        String what = e.getMessage() == null ? "no reason is known" : text(e.getMessage());
        err.println("armfarm: an error in the program, nothing you did: " + what + ". Please report it" + written(e));
        return ArmfarmCommand.exitCode(ErrorCode.BUG);
    }

    /** Leaves what a programmer needs in a file. */
    private static String written(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("armfarm-error-", ".txt");
            Files.writeString(file, InstantSource.system().instant() + "\n" + trace);
            return " with " + file;
        } catch (IOException unwritten) {
            LoggerFactory.getLogger(ArmfarmCommand.class).error("Unexpected error", e);
            return "";
        }
    }

    /** Lines after the first are indented, so that none looks like words of the program. */
    private static String text(String message) {
        return ErrorText.of(String.valueOf(message)).strip().replaceAll("\\R", "\n  ");
    }
}
