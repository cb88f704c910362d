package armfarm.episodes.postgres;

import armfarm.episodes.StoreComparisonReport;
import armfarm.episodes.StoreDifference;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardReader;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Compares what two stores hold, row by row and image by image: attempts, frames with their images' bytes, labels and rejected
 * records. Left out is only what says how and when something was stored: serial numbers, times of storing, places in shards, offsets
 * in the broker. Both are read row by row; neither may be written meanwhile.
 */
public final class StoreComparison {
    private static final int FETCH_ROWS = 500;
    private static final long TELL_EVERY_ROWS = 1_000;
    private static final int MOST_DIFFERENCES = 100;
    private static final String NO_ROW = "no such row";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Side expected;
    private final Side found;
    private final Set<String> unknownEnds;
    private final Set<String> strangers;
    private final Map<String, Long> compared = new LinkedHashMap<>();
    private final List<StoreDifference> differences = new ArrayList<>();
    private final LongConsumer progress;
    private long rows;
    private long differentRows;

    /** A store to look into. */
    public record Side(Database database, Path shards) {}

    /**
     * What may differ because of how the two came about.
     *
     * @param endedByReader attempts whose end nobody sent: they ended when the reader gave them up, by its clock
     * @param strangersMd5 of records that only the store under test was given, and has to have refused
     */
    public record Exceptions(Set<AttemptId> endedByReader, Set<String> strangersMd5) {
        public static final Exceptions NONE = new Exceptions(Set.of(), Set.of());

        public Exceptions {
            endedByReader = Set.copyOf(endedByReader);
            strangersMd5 = Set.copyOf(strangersMd5);
        }
    }

    /** A row with its place in the order. */
    private record Row(String key, ObjectNode content, Optional<ImageRef> image, Optional<ImageRef> depth) {}

    private StoreComparison(Side expected, Side found, Exceptions exceptions, LongConsumer progress) {
        this.progress = progress;
        this.expected = expected;
        this.found = found;
        this.unknownEnds =
                exceptions.endedByReader().stream().map(AttemptId::toString).collect(Collectors.toSet());
        this.strangers = new TreeSet<>(exceptions.strangersMd5());
    }

    /**
     * Blocks until both are read.
     *
     * @param progress told how many rows were compared, now and then; what it throws ends the comparing
     * @throws FarmException if one of them cannot be read
     */
    public static StoreComparisonReport compare(
            Side expected, Side found, Exceptions exceptions, LongConsumer progress) {
        StoreComparison comparison = new StoreComparison(expected, found, exceptions, progress);
        try {
            for (ComparedTable table : ComparedTable.values()) {
                comparison.compare(table);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot compare the stores", e);
        }
        comparison.strangers.forEach(md5 -> comparison.differs(
                new StoreDifference("rejected_record", "*/" + md5, "", "a row for a record that is no event", NO_ROW)));
        comparison.differentRows += comparison.strangers.size();
        return new StoreComparisonReport(comparison.compared, comparison.differentRows, comparison.differences);
    }

    private void compare(ComparedTable table) throws SQLException {
        try (Rows left = new Rows(expected.database(), table);
                Rows right = new Rows(found.database(), table)) {
            Optional<Row> wanted = left.next();
            Optional<Row> there = next(right, table);
            long before = rows;
            for (; wanted.isPresent() || there.isPresent(); rows++) {
                if (rows % TELL_EVERY_ROWS == 0) {
                    progress.accept(rows);
                }
                int order = wanted.isEmpty()
                        ? 1
                        : there.isEmpty()
                                ? -1
                                : wanted.get().key().compareTo(there.get().key());
                if (order == 0) {
                    compare(table, wanted.get(), there.get());
                } else {
                    differentRows++;
                    String key = order < 0 ? wanted.get().key() : there.get().key();
                    differs(new StoreDifference(
                            table.table(), key, "", order < 0 ? "a row" : NO_ROW, order < 0 ? NO_ROW : "a row"));
                }
                wanted = order <= 0 ? left.next() : wanted;
                there = order >= 0 ? next(right, table) : there;
            }
            compared.put(table.table(), rows - before);
        }
    }

    /** Of the store under test, without what it was given besides. */
    private Optional<Row> next(Rows rows, ComparedTable table) throws SQLException {
        Optional<Row> row = rows.next();
        while (table == ComparedTable.REJECTED
                && row.isPresent()
                && strangers.remove(row.get().key().substring(row.get().key().indexOf('/') + 1))) {
            row = rows.next();
        }
        return row;
    }

    private void compare(ComparedTable table, Row wanted, Row there) {
        Set<String> columns = new TreeSet<>();
        wanted.content().fieldNames().forEachRemaining(columns::add);
        there.content().fieldNames().forEachRemaining(columns::add);
        if (table == ComparedTable.ATTEMPTS && unknownEnds.contains(wanted.key())) {
            columns.remove("ended_at");
        }
        boolean same = true;
        for (String column : columns) {
            JsonNode expectedValue = wanted.content().path(column);
            JsonNode foundValue = there.content().path(column);
            if (!expectedValue.equals(foundValue)) {
                same = false;
                differs(new StoreDifference(
                        table.table(), wanted.key(), column, expectedValue.toString(), foundValue.toString()));
            }
        }
        if (wanted.image().isPresent()) {
            same &= sameImage(wanted, "bytes", wanted.image(), there.image());
        }
        if (wanted.depth().isPresent() && there.depth().isPresent()) { // that only one has depth, its columns tell
            same &= sameImage(wanted, "depth", wanted.depth(), there.depth());
        }
        if (!same) {
            differentRows++;
        }
    }

    private boolean sameImage(Row row, String what, Optional<ImageRef> wanted, Optional<ImageRef> there) {
        try {
            byte[] expectedBytes = image(expected, wanted);
            byte[] foundBytes = image(found, there);
            if (Arrays.equals(expectedBytes, foundBytes)) {
                return true;
            }
            differs(new StoreDifference(
                    "image",
                    row.key(),
                    what,
                    expectedBytes.length + " bytes",
                    foundBytes.length + " bytes, differing from byte " + Arrays.mismatch(expectedBytes, foundBytes)));
        } catch (ShardException e) {
            differs(new StoreDifference("image", row.key(), what, "an image", e.getMessage()));
        }
        return false;
    }

    private static byte[] image(Side side, Optional<ImageRef> image) {
        return new ShardReader(side.shards()).read(image.orElseThrow());
    }

    private void differs(StoreDifference difference) {
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(difference);
        }
    }

    /** Rows of a table, a few at a time. */
    private static final class Rows implements AutoCloseable {
        private final ComparedTable table;
        private final Connection connection;
        private final PreparedStatement statement;
        private final ResultSet rows;

        Rows(Database database, ComparedTable table) throws SQLException {
            this.table = table;
            connection = database.dataSource().getConnection();
            connection.setAutoCommit(false); // else all rows come at once
            statement = connection.prepareStatement(table.sql());
            statement.setFetchSize(FETCH_ROWS);
            rows = statement.executeQuery();
        }

        Optional<Row> next() throws SQLException {
            if (!rows.next()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Row(
                        rows.getString("row_key"),
                        (ObjectNode) JSON.readTree(rows.getString("content")),
                        table == ComparedTable.FRAMES ? Optional.of(Columns.image(rows)) : Optional.empty(),
                        table == ComparedTable.FRAMES ? Columns.depth(rows) : Optional.empty()));
            } catch (JsonProcessingException e) {
                throw new FarmException(ErrorCode.BUG, "PostgreSQL's JSON cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws SQLException {
            try (connection) {
                statement.close();
                connection.rollback();
            }
        }
    }
}
