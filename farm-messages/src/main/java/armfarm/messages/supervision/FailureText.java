package armfarm.messages.supervision;

import armfarm.messages.FarmException;
import java.util.regex.Pattern;

/** Says what went wrong in words for people: no names of classes, which are for the log. */
public final class FailureText {
    /** Qualified names as in a/b/C and a.b.C, and names of exceptions. */
    private static final Pattern CODE =
            Pattern.compile("\\b\\w+([./$]\\w+){2,}\\b|\\b\\w*(Exception|Error)\\b|\"<\\w+>\"|[{}]");

    private FailureText() {}

    /** @return a part of a sentence, without a full stop at its end */
    public static String of(Throwable problem) {
        if (problem instanceof FarmException) {
            return clean(problem.getMessage());
        } else if (problem instanceof OutOfMemoryError full) {
            return outOfMemory(full);
        } else if (problem instanceof StackOverflowError) {
            return "it went too deep (the thread's stack is full); the log has the details";
        } else if (problem instanceof LinkageError) {
            return "a part of the program or a library of the system could not be loaded; the log has the details";
        } else if (problem instanceof AssertionError) {
            return "a check of the program on itself failed" + detail(problem);
        } else if (problem instanceof InterruptedException) {
            return "it was interrupted although nobody stopped it";
        }
        return "something happened that nobody foresaw" + detail(problem);
    }

    /** Whether the program foresaw it: then its text says all there is to say. */
    static boolean isForeseen(Throwable problem) {
        return problem instanceof FarmException;
    }

    private static String outOfMemory(OutOfMemoryError problem) {
        String message = String.valueOf(problem.getMessage());
        if (message.contains("native thread")) {
            return "the system gives no more threads; raise its limit (ulimit -u, or pids of the container)";
        }
        return "the memory is full (" + clean(message)
                + "); give the program more with -Xmx, or look for what else fills it";
    }

    private static String detail(Throwable problem) {
        String message = problem.getMessage();
        boolean forPeople =
                message != null && !message.isBlank() && !CODE.matcher(message).find();
        return forPeople ? ": " + clean(message) + "; the log has the details" : "; the log has the details";
    }

    private static String clean(String message) {
        String text = String.valueOf(message).strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
