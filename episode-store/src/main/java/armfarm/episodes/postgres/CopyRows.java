package armfarm.episodes.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Puts rows into a table with COPY, PostgreSQL's way for many rows. Binary, so that neither side writes or reads numbers as text,
 * which is most of what a row of poses costs: values must have exactly the columns' types (Integer for integer, Long for bigint,
 * Double or Duration in milliseconds for double precision, double[] for its array, Instant for timestamptz, UUID for uuid, String
 * or an enumeration for text). Format: PostgreSQL manual, COPY, "Binary Format". Stateless.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLOAT8_OID = 701;
    private static final int END = -1;
    private static final int NULL = -1;
    private static final int PART_BYTES = 1 << 16;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    /** Its times count from here. */
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private CopyRows() {}

    /** @param target table and columns, for example {@code label (attempt_id, source)} */
    static void insert(Connection connection, String target, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + target + " from stdin with (format binary)");
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * PART_BYTES);
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(SIGNATURE);
            out.writeInt(0); // flags
            out.writeInt(0); // length of an extension
            for (Object[] row : rows) {
                out.writeShort(row.length);
                for (Object value : row) {
                    write(out, value);
                }
                if (bytes.size() >= PART_BYTES) {
                    send(copy, bytes);
                }
            }
            out.writeShort(END);
            send(copy, bytes);
            copy.endCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not refuse
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, ByteArrayOutputStream bytes) throws SQLException {
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        bytes.reset();
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeInt(NULL);
        } else if (value instanceof Double number) {
            writeDouble(out, number);
        } else if (value instanceof Duration duration) {
            writeDouble(out, duration.toNanos() / NANOS_PER_MILLI);
        } else if (value instanceof double[] numbers) {
            writeArray(out, numbers);
        } else if (value instanceof Integer number) {
            out.writeInt(Integer.BYTES);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeInt(Long.BYTES);
            out.writeLong(number);
        } else if (value instanceof Boolean flag) {
            out.writeInt(1);
            out.writeByte(flag ? 1 : 0);
        } else if (value instanceof Instant instant) {
            out.writeInt(Long.BYTES);
            out.writeLong(micros(instant));
        } else if (value instanceof UUID uuid) {
            out.writeInt(2 * Long.BYTES);
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        } else if (value instanceof Enum<?> constant) {
            writeText(out, constant.name());
        } else if (value instanceof String text) {
            writeText(out, text.replace('\0', '\uFFFD')); // PostgreSQL's text has no NUL
        } else {
            throw new IllegalArgumentException("No binary form for a " + value.getClass());
        }
    }

    private static void writeDouble(DataOutputStream out, double number) throws IOException {
        out.writeInt(Double.BYTES);
        out.writeDouble(number);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** One dimension from index 1, without nulls. */
    private static void writeArray(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(5 * Integer.BYTES + numbers.length * (Integer.BYTES + Double.BYTES));
        out.writeInt(1); // dimensions
        out.writeInt(0); // no nulls
        out.writeInt(FLOAT8_OID);
        out.writeInt(numbers.length);
        out.writeInt(1); // first index
        for (double number : numbers) {
            writeDouble(out, number);
        }
    }

    /** Rounded to the nearest microsecond, as the driver does with single values. */
    private static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECOND) * MICROS_PER_SECOND
                + (instant.getNano() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    }
}
