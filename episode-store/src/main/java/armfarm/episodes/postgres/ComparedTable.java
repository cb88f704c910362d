package armfarm.episodes.postgres;

/**
 * A table as it is compared: its rows as JSON, so that a column that is added later is compared too, without the columns that say how
 * and when a row was stored, and in an order that Java can follow.
 */
enum ComparedTable {
    ATTEMPTS("attempt", """
            select a.id::text as row_key, to_jsonb(a) - '{stored_serial, stored_at}'::text[] as content
            from attempt a order by a.id"""),

    FRAMES("frame", """
            select f.attempt_id || '/' || lpad(f.sequence::text, 10, '0') as row_key,
                to_jsonb(f) - '{shard_id, byte_offset, depth_byte_offset}'::text[] as content,
                s.name as shard, f.byte_offset, f.byte_length, f.crc32c,
                f.depth_byte_offset, f.depth_byte_length, f.depth_crc32c
            from frame f join shard s on s.id = f.shard_id order by f.attempt_id, f.sequence"""),

    LABELS("label", """
            select l.attempt_id || '/' || lpad((row_number() over (partition by l.attempt_id order by l.id))::text, 10, '0')
                as row_key, to_jsonb(l) - 'id' as content
            from label l order by l.attempt_id, l.id"""),

    /** A record that reached the broker twice is refused twice, the second time as a repetition: the first one counts. */
    REJECTED("rejected_record", """
            select distinct on (r.partition, md5(r.payload) collate "C")
                lpad(r.partition::text, 10, '0') || '/' || md5(r.payload) as row_key,
                to_jsonb(r) - '{id, record_offset, stored_at, replayed_at, replay_result}'::text[] as content
            from rejected_record r order by r.partition, md5(r.payload) collate "C", r.record_offset, r.id""");

    private final String table;
    private final String sql;

    ComparedTable(String table, String sql) {
        this.table = table;
        this.sql = sql;
    }

    String table() {
        return table;
    }

    /** Gives {@code row_key}, ascending bytewise, {@code content}, a JSON object, and for frames where their images are. */
    String sql() {
        return sql;
    }
}
