-- Sealed shards in an object store.

alter table shard add column object_key text unique, add column uploaded_at timestamptz;
alter table shard add constraint shard_object_check check (
    (object_key is null) = (uploaded_at is null) and (object_key is null or sha256 is not null));
comment on column shard.object_key is
    'Object that holds the whole sealed shard, below the place that object_storage names; null if there is none. '
    'The file beside it may be gone. Its expected hash is sha256.';
comment on column shard.uploaded_at is 'When the object was there and verified.';

create table spare_object (
    object_key text primary key,
    shard_id integer not null references shard,
    noted_at timestamptz not null
);
comment on table spare_object is
    'Objects that may be there and that no shard names: to be deleted, for they may hold purged images. Noted before an '
    'upload begins and taken out when the index names the object; noted again when another object replaces it.';
comment on column spare_object.object_key is 'As in shard.object_key.';
comment on column spare_object.shard_id is 'Whose object it is or was.';
comment on column spare_object.noted_at is 'By the farm''s clock.';

create table object_storage (
    only_row boolean primary key default true check (only_row),
    location text not null,
    checked_at timestamptz not null,
    problem text,
    problem_since timestamptz,
    check ((problem is null) = (problem_since is null))
);
comment on table object_storage is 'One row, or none for a farm that keeps its shards in its folder: where sealed shards go.';
comment on column object_storage.location is 'Bucket and prefix.';
comment on column object_storage.checked_at is 'When the running farm last asked it for something.';
comment on column object_storage.problem is 'Why shards wait for upload; null if that went well.';
comment on column object_storage.problem_since is 'Since when.';

create view shards as
select s.name as shard, s.committed_length as byte_count, s.sealed_at, s.sha256, s.object_key, s.uploaded_at
from shard s;
comment on view shards is 'One row per tar file.';
comment on column shards.shard is 'Its name, as in frames.shard.';
comment on column shards.byte_count is 'Length; bytes after it belong to nothing.';
comment on column shards.sealed_at is 'When it was complete; null for the one that grows.';
comment on column shards.sha256 is 'Of the whole file; null for the one that grows.';
comment on column shards.object_key is 'Object with its bytes, below the bucket and prefix that ''armfarm data info'' shows; null if there is none.';
comment on column shards.uploaded_at is 'When that object was there and verified.';

do $$
begin
    if exists (select from pg_roles where rolname = 'armfarm_reader') then
        grant select on shards to armfarm_reader;
    end if;
exception when insufficient_privilege then
    raise notice 'role armfarm_reader may not read the new view: %', sqlerrm;
end $$;
