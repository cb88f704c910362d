package armfarm.episodes.postgres;

import java.util.Set;

/**
 * A table as it is compared: its rows as JSON, so that a column that is added later is compared too, in an order that Java can
 * follow.
 *
 * @param sql gives the columns {@code row_key}, ascending bytewise, {@code content}, a JSON object, and for frames where the image is
 * @param left columns that say how and when a row was stored, not what
 */
record ComparedTable(String name, String sql, Set<String> left) {
    static final ComparedTable ATTEMPTS = new ComparedTable(
            "attempt",
            "select id::text as row_key, to_jsonb(a) as content from attempt a order by id",
            Set.of("stored_serial", "stored_at"));

    static final ComparedTable FRAMES = new ComparedTable("frame", """
            select f.attempt_id || '/' || lpad(f.sequence::text, 10, '0') as row_key, to_jsonb(f) as content,
                s.name as shard, f.byte_offset, f.byte_length, f.crc32c
            from frame f join shard s on s.id = f.shard_id order by f.attempt_id, f.sequence""", Set.of("shard_id", "byte_offset"));

    static final ComparedTable LABELS = new ComparedTable("label", """
            select l.attempt_id || '/' || lpad((row_number() over (partition by l.attempt_id order by l.id))::text, 10, '0')
                as row_key, to_jsonb(l) as content
            from label l order by l.attempt_id, l.id""", Set.of("id"));

    /** A record that reached the broker twice is refused twice, the second time as a repetition: the first one counts. */
    static final ComparedTable REJECTED = new ComparedTable(
            "rejected_record", """
            select distinct on (r.partition, md5(r.payload) collate "C")
                lpad(r.partition::text, 10, '0') || '/' || md5(r.payload) as row_key, to_jsonb(r) as content
            from rejected_record r order by r.partition, md5(r.payload) collate "C", r.record_offset, r.id""", Set.of("id", "record_offset", "stored_at", "replayed_at", "replay_result"));
}
