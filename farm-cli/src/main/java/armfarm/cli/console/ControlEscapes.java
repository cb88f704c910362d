package armfarm.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What stands between a command's words and a terminal: control characters in names, notes, paths and errors are shown, as
 * {@code \u001b}, and never sent, so that nobody else's text moves the cursor, colors or renames anything.
 *
 * <p>Thread-safe as a {@link PrintStream} is.
 */
public final class ControlEscapes extends FilterOutputStream {
    private static final int DELETE = 0x7f;
    /** First byte of U+0080 to U+00BF in UTF-8; the first half of them are control characters. */
    private static final int UTF8_C1 = 0xc2;

    private final boolean utf8;
    private boolean afterC1;

    private ControlEscapes(OutputStream out, Charset charset) {
        super(out);
        utf8 = charset.equals(StandardCharsets.UTF_8);
    }

    /** A stream that shows control characters; line breaks and tabs stay. */
    public static PrintStream around(OutputStream out, Charset charset) {
        return new PrintStream(new ControlEscapes(out, charset), true, charset);
    }

    /** Of this process's console. */
    public static Charset consoleCharset() {
        for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
            String name = System.getProperty(property, "");
            if (!name.isEmpty() && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    /** A text that is one value of a line: its line breaks and tabs are shown too. */
    public static String oneLine(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                shown.append(escape(c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    private static String escape(int c) {
        return String.format("\\u%04x", c);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(length);
        for (int i = from; i < from + length; i++) {
            show(bytes[i] & 0xff, shown);
        }
        shown.writeTo(out);
    }

    private void show(int c, ByteArrayOutputStream shown) {
        if (afterC1) {
            afterC1 = false;
            if (c >= 0x80 && c <= 0x9f) {
                shown.writeBytes(escape(c).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            shown.write(UTF8_C1);
        }
        if (utf8 && c == UTF8_C1) {
            afterC1 = true;
        } else if ((c < ' ' && c != '\n' && c != '\t') || c == DELETE || (!utf8 && c >= 0x80 && c <= 0x9f)) {
            shown.writeBytes(escape(c).getBytes(StandardCharsets.US_ASCII));
        } else {
            shown.write(c);
        }
    }
}
