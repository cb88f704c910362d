package armfarm.episodes.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Puts rows into a table with COPY, PostgreSQL's way for many rows: about one and a half times as fast as batched inserts, and half
 * the work for this process. Text format, UTF-8. Stateless.
 */
final class CopyRows {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PART_BYTES = 1 << 16;

    private CopyRows() {}

    /** @param target table and columns, for example {@code label (attempt_id, source)} */
    static void insert(Connection connection, String target, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + target + " from stdin with (format text, encoding 'UTF8')");
        try {
            StringBuilder text = new StringBuilder(2 * PART_BYTES);
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    text.append(i == 0 ? "" : "\t");
                    append(text, row[i]);
                }
                text.append('\n');
                if (text.length() >= PART_BYTES) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private static void append(StringBuilder text, Object value) {
        if (value == null) {
            text.append("\\N");
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.name());
        } else if (value instanceof Duration duration) {
            text.append(duration.toNanos() / NANOS_PER_MILLI);
        } else if (value instanceof Instant || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof double[] numbers) {
            text.append('{');
            for (int i = 0; i < numbers.length; i++) {
                text.append(i == 0 ? "" : ",").append(numbers[i]);
            }
            text.append('}');
        } else {
            escape(text, value.toString());
        }
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\0' -> text.append('\uFFFD'); // PostgreSQL's text has no NUL
                default -> text.append(c);
            }
        }
    }
}
