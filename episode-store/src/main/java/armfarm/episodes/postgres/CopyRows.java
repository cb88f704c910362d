package armfarm.episodes.postgres;

import java.nio.ByteBuffer;
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
 * or an enumeration for text). Format: PostgreSQL manual, COPY, "Binary Format". Confined to one thread.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLOAT8_OID = 701;
    private static final short END = -1;
    private static final int NULL = -1;
    private static final int PART_BYTES = 1 << 16;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    /** Its times count from here. */
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private final CopyIn copy;
    /** Parts of the stream may end anywhere, also within a value. */
    private final ByteBuffer part = ByteBuffer.allocate(PART_BYTES);

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

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
            new CopyRows(copy).write(rows);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void write(List<Object[]> rows) throws SQLException {
        part.put(SIGNATURE);
        part.putInt(0); // flags
        part.putInt(0); // length of an extension
        for (Object[] row : rows) {
            room(Short.BYTES).putShort((short) row.length);
            for (Object value : row) {
                write(value);
            }
        }
        room(Short.BYTES).putShort(END);
        send();
    }

    /** Sends what is there if so many bytes more would not fit. */
    private ByteBuffer room(int bytes) throws SQLException {
        if (part.remaining() < bytes) {
            send();
        }
        return part;
    }

    private void send() throws SQLException {
        copy.writeToCopy(part.array(), 0, part.position());
        part.clear();
    }

    private void write(Object value) throws SQLException {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof Duration duration) {
            writeDouble(duration.toNanos() / NANOS_PER_MILLI);
        } else if (value instanceof double[] numbers) {
            writeArray(numbers);
        } else if (value instanceof Integer number) {
            room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(number);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Boolean flag) {
            room(Integer.BYTES + 1).putInt(1).put((byte) (flag ? 1 : 0));
        } else if (value instanceof Instant instant) {
            writeLong(micros(instant));
        } else if (value instanceof UUID uuid) {
            room(Integer.BYTES + 2 * Long.BYTES)
                    .putInt(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits());
        } else if (value instanceof Enum<?> constant) {
            writeText(constant.name());
        } else if (value instanceof String text) {
            writeText(text.replace('\0', '\uFFFD')); // PostgreSQL's text has no NUL
        } else {
            throw new IllegalArgumentException("No binary form for a " + value.getClass());
        }
    }

    private void writeDouble(double number) throws SQLException {
        room(Integer.BYTES + Double.BYTES).putInt(Double.BYTES).putDouble(number);
    }

    private void writeLong(long number) throws SQLException {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
    }

    private void writeText(String text) throws SQLException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(bytes.length);
        if (room(bytes.length).remaining() >= bytes.length) {
            part.put(bytes);
        } else {
            copy.writeToCopy(bytes, 0, bytes.length); // longer than a part, and what came before is sent
        }
    }

    /** One dimension from index 1, without nulls. */
    private void writeArray(double[] numbers) throws SQLException {
        room(6 * Integer.BYTES)
                .putInt(5 * Integer.BYTES + numbers.length * (Integer.BYTES + Double.BYTES))
                .putInt(1) // dimensions
                .putInt(0) // no nulls
                .putInt(FLOAT8_OID)
                .putInt(numbers.length)
                .putInt(1); // first index
        for (double number : numbers) {
            writeDouble(number);
        }
    }

    /** Rounded to the nearest microsecond, as the driver does with single values. */
    private static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECOND) * MICROS_PER_SECOND
                + (instant.getNano() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    }
}
