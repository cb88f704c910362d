create or replace view frames as
select f.attempt_id, f.sequence, lower(f.kind) as kind, f.stamp, f.received_at, f.media_type, s.name as shard,
    f.byte_offset, f.byte_length as byte_count, f.crc32c, s.sealed_at is not null as sealed, lower(f.lost) as lost,
    f.shard_id as shard_number
from frame f join shard s on s.id = f.shard_id;
comment on column frames.shard_number is
    'The number in the name of the shard: where millions of rows are read, numbers are several times faster than names.';
