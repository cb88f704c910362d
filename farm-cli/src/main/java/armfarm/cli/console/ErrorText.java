package armfarm.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Errors in the words of people: what the system says about a file, without the names of our language's classes. */
public final class ErrorText {
    /** What a class name says that stands before a path. */
    private static final Map<String, String> OF_A_FILE = Map.of(
            "NoSuchFileException", "there is no such file or folder",
            "FileNotFoundException", "",
            "AccessDeniedException", "no permission for it",
            "NotDirectoryException", "it is no folder",
            "DirectoryNotEmptyException", "it is not empty",
            "FileAlreadyExistsException", "it is there already",
            "FileSystemLoopException", "its links lead in a circle");

    private static final Pattern OF_A_PATH = Pattern.compile("(?:java\\.nio\\.file\\.|java\\.io\\.)("
            + String.join("|", OF_A_FILE.keySet()) + "): ((?:(?! -> |; | \\(|: )[^\\n])+)(?: -> [^;:\\n]+)?");
    private static final Pattern CLASS_BEFORE_TEXT =
            Pattern.compile("\\b(?:[a-z_][a-z0-9_]*\\.)+(?:[A-Z]\\w*\\$)?[A-Z]\\w*(?:Exception|Error)(?:: ?)");
    private static final Pattern CLASS_ALONE =
            Pattern.compile("\\b(?:[a-z_][a-z0-9_]*\\.)+(?:[A-Z]\\w*\\$)?[A-Z]\\w*(?:Exception|Error)\\b");

    private ErrorText() {}

    /** A message without class names; also where it quotes another error. */
    public static String of(String message) {
        String text = OF_A_PATH.matcher(message).replaceAll(ErrorText::ofAFile);
        text = CLASS_BEFORE_TEXT.matcher(text).replaceAll("");
        text = CLASS_ALONE.matcher(text).replaceAll("it failed without a reason");
        return system(text);
    }

    private static String ofAFile(MatchResult match) {
        String what = OF_A_FILE.get(match.group(1));
        String text = match.group(2) + (what.isEmpty() ? "" : ": " + what);
        return text.replace("\\", "\\\\").replace("$", "\\$");
    }

    private static String system(String text) {
        return text.replace("No space left on device", "the disk is full")
                .replace("Disk quota exceeded", "the disk's share for this user is full")
                .replace("Read-only file system", "the disk is mounted for reading only")
                .replace("Too many open files", "too many files are open; raise the limit (ulimit -n)")
                .replace("Is a directory", "it is a folder, expected a file")
                .replace("Permission denied", "no permission");
    }

    /** What went wrong with a file, for example: /x/farm.yaml: there is no such file or folder. */
    public static String of(IOException e) {
        if (e instanceof FileSystemException file && file.getFile() != null) {
            String known = OF_A_FILE.get(e.getClass().getSimpleName());
            String what = known != null ? known : file.getReason() == null ? "it failed" : file.getReason();
            return file.getFile() + ": " + system(what);
        }
        return of(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
    }

    /** Likewise, of one that was wrapped. */
    public static String of(UncheckedIOException e) {
        String cause = of(e.getCause());
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.isEmpty() || message.equals(e.getCause().toString()) ? cause : of(message) + ": " + cause;
    }
}
