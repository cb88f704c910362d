package armfarm.episodes.postgres;

import armfarm.episodes.FsckReport;
import armfarm.episodes.postgres.FsckCopies.Copy;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.AttemptId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One look at all rows and files, and what a repair would have to do about them. Changes nothing. Used once. */
final class FsckScan {
    private static final int MAX_PROBLEMS = 100;
    private static final int FETCH_ROWS = 5_000;

    private static final String FRAMES = """
            select f.attempt_id, f.sequence, f.shard_id, s.name as shard, s.committed_length, f.byte_offset, f.byte_length,
                f.crc32c, f.lost, f.depth, p.attempt_id is not null as pending
            from frame_file f join shard s on s.id = f.shard_id left join purge_pending p on p.attempt_id = f.attempt_id
            order by f.shard_id, f.byte_offset""";

    /** Not those of an upload that was interrupted and will go on. */
    private static final String REPLACED = """
            select count(*) from spare_object o join shard s on s.id = o.shard_id
            where s.object_key is not null or strpos(o.object_key, left(s.sha256, 16)) = 0""";

    /** A frame whose bytes are not as stored, or are again. */
    record FrameFinding(AttemptId attempt, int sequence, String state) {}

    /**
     * A shard of the index.
     *
     * @param knownLength of a file that is known to be shorter than committed, else -1
     * @param objectKey of the object that holds it as well
     * @param pending whether a purge is at work on it
     */
    record IndexedShard(ShardState state, long knownLength, Optional<String> objectKey, boolean pending) {
        /** Of every copy. */
        long expectedLength() {
            return knownLength >= 0 ? knownLength : state.committedLength();
        }
    }

    /** Frames to mark, with MISSING or DAMAGED. */
    final List<FrameFinding> bad = new ArrayList<>();
    /** Frames marked as missing or damaged whose bytes, of image and depth, are as stored again. */
    final Set<FrameFinding> recovered = new LinkedHashSet<>();
    /** Of the marked ones, those of which image or depth is not as stored. */
    private final Set<FrameFinding> stillLost = new HashSet<>();
    /** Attempts that were purged and whose bytes are there all the same. */
    final Set<AttemptId> resurrected = new TreeSet<>();
    /** Sealed shards that have another hash than expected, with the hash found. */
    final Map<Integer, String> brokenSeals = new TreeMap<>();
    /** Shards that are shorter than known, or longer again than known, with the length found. */
    final Map<Integer, Long> otherLengths = new TreeMap<>();
    /** Files with bytes that belong to nothing, with the length to keep. */
    final Map<String, Long> tails = new TreeMap<>();
    /** The index, by number. */
    final Map<Integer, IndexedShard> shards = new TreeMap<>();

    /** The files and objects, and which of them are to be replaced by the other. */
    final FsckCopies copies;

    private final boolean deep;
    private final List<String> problems = new ArrayList<>();
    private final Deque<IndexedShard> unchecked = new ArrayDeque<>();

    private Copy copy;

    private long frames;
    private long missing;
    private long badHash;
    private long purged;
    private long knownLost;

    /** @param progress told what takes long */
    FsckScan(ShardStorage storage, boolean deep, Consumer<String> progress) {
        this.deep = deep;
        copies = new FsckCopies(storage, deep, progress);
    }

    FsckReport run(Connection connection) throws SQLException, IOException {
        try (copies) {
            return scan(connection);
        }
    }

    private FsckReport scan(Connection connection) throws SQLException, IOException {
        copies.close(); // what a killed run left
        readIndex(connection);
        copies.readFolder();
        unchecked.addAll(shards.values());
        checkFrames(connection);
        checkShardsUpTo(Integer.MAX_VALUE);
        recovered.removeAll(stillLost);
        checkPending(connection);
        long[] attempts = Sql.list(connection, "select count(*), count(*) - count(distinct id) from attempt", row ->
                        new long[] {row.getLong(1), row.getLong(2)})
                .get(0);
        if (attempts[1] > 0) {
            problem(attempts[1] + " attempt ids are stored more than once");
        }
        return new FsckReport(
                attempts[0],
                frames,
                missing,
                badHash,
                attempts[1],
                orphanBytes(),
                problems,
                purged,
                knownLost,
                List.of());
    }

    private void readIndex(Connection connection) throws SQLException {
        Set<Integer> pending = new HashSet<>(Sql.list(
                connection,
                "select distinct f.shard_id from frame f join purge_pending p on p.attempt_id = f.attempt_id",
                row -> row.getInt(1)));
        Sql.list(
                connection,
                "select id, committed_length, sha256, coalesce(known_length, -1) as known_length, object_key"
                        + " from shard order by id",
                row -> shards.put(
                        row.getInt("id"),
                        new IndexedShard(
                                new ShardState(
                                        row.getInt("id"),
                                        row.getLong("committed_length"),
                                        Sql.optionalText(row, "sha256")),
                                row.getLong("known_length"),
                                Sql.optionalText(row, "object_key"),
                                pending.contains(row.getInt("id")))));
    }

    /** Shards and their frames are checked side by side, so that an object is read only once. */
    private void checkShardsUpTo(int number) throws IOException {
        while (!unchecked.isEmpty() && unchecked.peek().state().number() <= number) {
            checkShard(unchecked.remove());
        }
    }

    private void checkShard(IndexedShard indexed) throws IOException {
        ShardState shard = indexed.state();
        boolean hashed = shard.isSealed() && !indexed.pending();
        long expected = indexed.expectedLength();
        copy = copies.choose(shard, indexed.objectKey(), hashed, expected, this::problem);
        long found = copy.length();
        if (found < expected) {
            otherLengths.put(shard.number(), found);
            problem("shard " + shard.fileName() + " has " + found + " bytes, expected at least " + expected);
        } else if (indexed.knownLength() >= 0 && found > expected) {
            otherLengths.put(shard.number(), Math.min(found, shard.committedLength()));
        }
        if (deep && shard.isSealed() && found >= shard.committedLength() && !indexed.pending()) {
            checkSeal(shard);
        }
    }

    private void checkSeal(ShardState shard) {
        String expected = shard.sha256().orElseThrow();
        String found = copy.sha256().orElseThrow();
        if (!found.equals(expected)) {
            badHash++;
            brokenSeals.put(shard.number(), found);
            problem("sealed shard " + shard.fileName() + " has SHA-256 " + found + ", expected " + expected);
        }
    }

    private void checkFrames(Connection connection) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(FRAMES)) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    frames += row.getBoolean("depth") ? 0 : 1;
                    checkShardsUpTo(row.getInt("shard_id"));
                    if (!row.getBoolean("pending")) {
                        checkFrame(row);
                    }
                }
            }
        }
    }

    private void checkFrame(ResultSet row) throws SQLException {
        ImageRef image = Columns.image(row);
        AttemptId attempt = AttemptCuration.id(row);
        int sequence = row.getInt("sequence");
        String lost = row.getString("lost");
        long end = image.byteOffset() + image.byteLength();
        long available = Math.min(copy.length(), row.getLong("committed_length"));
        if (lost != null) {
            checkLost(image, row.getBoolean("depth"), new FrameFinding(attempt, sequence, lost), end <= available);
        } else if (end > available) {
            bad(
                    attempt,
                    sequence,
                    "MISSING",
                    "shard " + image.shard() + " ends at byte " + available + ", expected " + end);
        } else if (deep) {
            try {
                copy.reader().read(image);
            } catch (ShardException e) {
                bad(attempt, sequence, e.isMissing() ? "MISSING" : "DAMAGED", e.getMessage());
            }
        }
    }

    private void bad(AttemptId attempt, int sequence, String state, String message) {
        if (state.equals("MISSING")) {
            missing++;
        } else {
            badHash++;
        }
        bad.add(new FrameFinding(attempt, sequence, state));
        problem("frame " + attempt + "." + sequence + ": " + message);
    }

    /** A backup that was put back brings lost bytes back, also those that were to be gone. */
    private void checkLost(ImageRef image, boolean depth, FrameFinding frame, boolean within) {
        boolean asStored = deep && within && isAsStored(image);
        if (frame.state().equals("PURGED")) {
            purged += depth ? 0 : 1;
            if (asStored && resurrected.add(frame.attempt())) {
                problem("attempt " + frame.attempt() + " was purged, but its images are in shard " + image.shard()
                        + " again; 'armfarm fsck --repair' removes them");
            }
        } else if (asStored) {
            recovered.add(frame);
        } else if (stillLost.add(frame)) {
            knownLost++;
        }
    }

    private boolean isAsStored(ImageRef image) {
        try {
            byte[] bytes = copy.reader().read(image);
            for (byte b : bytes) {
                if (b != 0) {
                    return true;
                }
            }
            return false;
        } catch (ShardException e) {
            return false;
        }
    }

    private void checkPending(Connection connection) throws SQLException {
        int pending = Purge.pending(connection).size();
        if (pending > 0) {
            problem("the purge of " + pending + " attempts was not finished; 'armfarm fsck --repair' goes on");
        }
        long replaced = Sql.list(connection, REPLACED, row -> row.getLong(1)).get(0);
        if (replaced > 0) {
            problem(replaced + " objects that others have replaced are not deleted yet and may hold purged images;"
                    + " 'armfarm fsck --repair' deletes them");
        }
    }

    private long orphanBytes() {
        Map<String, Long> committed = new HashMap<>();
        shards.values()
                .forEach(shard ->
                        committed.put(shard.state().fileName(), shard.state().committedLength()));
        long orphans = 0;
        for (Map.Entry<String, Long> file : copies.fileLengths.entrySet()) {
            long keep = committed.getOrDefault(file.getKey(), 0L);
            if (file.getValue() > keep) {
                orphans += file.getValue() - keep;
                tails.put(file.getKey(), keep);
            }
        }
        return orphans;
    }

    private void problem(String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(text);
        }
    }
}
