-- A frame may have a depth image beside its colour image, in the same shard.

alter table frame
    add column depth_byte_offset bigint,
    add column depth_byte_length integer,
    add column depth_crc32c bigint,
    add constraint frame_depth_whole check (
        (depth_byte_offset is null) = (depth_byte_length is null)
        and (depth_byte_offset is null) = (depth_crc32c is null));
comment on column frame.depth_byte_offset is
    'Of the depth image: a PNG of 16-bit grey, millimetres, 0 where nothing came back; null without a depth camera.';
comment on column frame.lost is
    'Why the bytes of image or depth are not there as stored; null if they are, as far as is known.';

create view frame_file as
select attempt_id, sequence, false as depth, shard_id, byte_offset, byte_length, crc32c, lost from frame
union all
select attempt_id, sequence, true, shard_id, depth_byte_offset, depth_byte_length, depth_crc32c, lost from frame
where depth_byte_offset is not null;
comment on view frame_file is 'One row for each file of a frame in a shard: its image and, where it has one, its depth.';
comment on column frame_file.attempt_id is 'Attempt of the frame.';
comment on column frame_file.sequence is 'Number of the frame in its attempt.';
comment on column frame_file.depth is 'Whether it is the frame''s depth.';
comment on column frame_file.shard_id is 'Number of the shard.';
comment on column frame_file.byte_offset is 'Of the first byte in the shard.';
comment on column frame_file.byte_length is 'Its length.';
comment on column frame_file.crc32c is 'Of its bytes.';
comment on column frame_file.lost is 'As of the frame: why image or depth is not there as stored; null if they are, as far as is known.';

create or replace view frames as
select f.attempt_id, f.sequence, lower(f.kind) as kind, f.stamp, f.received_at, f.media_type, s.name as shard,
    f.byte_offset, f.byte_length as byte_count, f.crc32c, s.sealed_at is not null as sealed, lower(f.lost) as lost,
    f.shard_id as shard_number, f.depth_byte_offset, f.depth_byte_length as depth_byte_count, f.depth_crc32c
from frame f join shard s on s.id = f.shard_id;
comment on column frames.depth_byte_offset is
    'Of the first byte of the depth image in the same shard, a PNG of 16-bit grey in millimetres; null without a depth camera.';
comment on column frames.depth_byte_count is 'Its length.';
comment on column frames.depth_crc32c is 'Of its bytes.';
