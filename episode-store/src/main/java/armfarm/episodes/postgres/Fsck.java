package armfarm.episodes.postgres;

import armfarm.episodes.FsckReport;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardReader;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardWriter;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the rows with the files. Changes nothing; may run beside the farm. Used once. */
public final class Fsck {
    private static final int MAX_PROBLEMS = 100;
    private static final int FETCH_ROWS = 5_000;

    private final Path shardFolder;
    private final boolean deep;
    private final List<String> problems = new ArrayList<>();

    private long frames;
    private long missing;
    private long badHash;

    private Fsck(Path shardFolder, boolean deep) {
        this.shardFolder = shardFolder;
        this.deep = deep;
    }

    /** @param deep read every byte and compare the hashes; otherwise only whether the files are long enough */
    public static FsckReport check(Database database, Path shardFolder, boolean deep) {
        Migrations.migrate(database);
        try (Connection connection = database.dataSource().getConnection()) {
            return new Fsck(shardFolder, deep).run(connection);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot check " + database.location(), e);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot check the shards in " + shardFolder + ": " + e, e);
        }
    }

    private FsckReport run(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        List<ShardState> shards = Sql.list(
                connection,
                "select id, committed_length, sha256 from shard order by id",
                row -> new ShardState(
                        row.getInt("id"), row.getLong("committed_length"), Sql.optionalText(row, "sha256")));
        Map<String, Long> fileLengths = fileLengths();
        for (ShardState shard : shards) {
            checkShard(shard, fileLengths);
        }
        checkFrames(connection, fileLengths);
        long[] attempts = Sql.list(connection, "select count(*), count(*) - count(distinct id) from attempt", row ->
                        new long[] {row.getLong(1), row.getLong(2)})
                .get(0);
        if (attempts[1] > 0) {
            problem(attempts[1] + " attempt ids are stored more than once");
        }
        connection.rollback();
        return new FsckReport(
                attempts[0], frames, missing, badHash, attempts[1], orphanBytes(shards, fileLengths), problems);
    }

    private Map<String, Long> fileLengths() throws IOException {
        Map<String, Long> lengths = new HashMap<>();
        if (Files.isDirectory(shardFolder)) {
            try (Stream<Path> files = Files.list(shardFolder)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".tar")).toList()) {
                    lengths.put(file.getFileName().toString(), Files.size(file));
                }
            }
        }
        return lengths;
    }

    private void checkShard(ShardState shard, Map<String, Long> fileLengths) throws IOException {
        long found = fileLengths.getOrDefault(shard.fileName(), 0L);
        if (found < shard.committedLength()) {
            problem("shard " + shard.fileName() + " has " + found + " bytes, expected at least "
                    + shard.committedLength());
        } else if (deep && shard.isSealed()) {
            String sha256 = ShardWriter.sha256(shardFolder.resolve(shard.fileName()));
            if (!sha256.equals(shard.sha256().orElseThrow())) {
                badHash++;
                problem("sealed shard " + shard.fileName() + " has SHA-256 " + sha256 + ", expected "
                        + shard.sha256().orElseThrow());
            }
        }
    }

    private void checkFrames(Connection connection, Map<String, Long> fileLengths) throws SQLException {
        ShardReader reader = new ShardReader(shardFolder);
        try (PreparedStatement statement = connection.prepareStatement("""
                select f.attempt_id, f.sequence, s.name as shard, s.committed_length, f.byte_offset, f.byte_length,
                    f.crc32c
                from frame f join shard s on s.id = f.shard_id order by f.shard_id, f.byte_offset""")) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    frames++;
                    ImageRef image = Columns.image(row);
                    String frame = "frame " + row.getString("attempt_id") + "." + row.getInt("sequence") + ": ";
                    long end = image.byteOffset() + image.byteLength();
                    long available =
                            Math.min(fileLengths.getOrDefault(image.shard(), 0L), row.getLong("committed_length"));
                    if (end > available) {
                        missing++;
                        problem(frame + "shard " + image.shard() + " ends at byte " + available + ", expected " + end);
                    } else if (deep) {
                        checkBytes(reader, image, frame);
                    }
                }
            }
        }
    }

    private void checkBytes(ShardReader reader, ImageRef image, String frame) {
        try {
            reader.read(image);
        } catch (ShardException e) {
            if (e.isMissing()) {
                missing++;
            } else {
                badHash++;
            }
            problem(frame + e.getMessage());
        }
    }

    private static long orphanBytes(List<ShardState> shards, Map<String, Long> fileLengths) {
        Map<String, Long> rest = new HashMap<>(fileLengths);
        for (ShardState shard : shards) {
            rest.computeIfPresent(shard.fileName(), (name, length) -> Math.max(0, length - shard.committedLength()));
        }
        return rest.values().stream().mapToLong(Long::longValue).sum();
    }

    private void problem(String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(text);
        }
    }
}
