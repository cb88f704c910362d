-- Taking attempts out, purging their images, trying rejected records again, and what fsck repaired.

alter table training_set add column max_curation_id bigint not null default 0;
comment on table training_set is
    'A frozen choice of attempts and labels: all usable attempts up to max_stored_serial with their labels up to '
    'max_label_id, without those that curation had taken out up to max_curation_id. None of the tables loses or changes '
    'rows, so the three numbers fix the set; sha256 proves it.';

create table purge_pending (
    attempt_id uuid primary key references attempt,
    asked_at timestamptz not null
);
comment on table purge_pending is
    'Purges that were decided (see curation) and are not finished: the bytes of the images may be there, gone or half gone.';

alter table frame add column lost text check (lost in ('PURGED', 'DAMAGED', 'MISSING'));
comment on column frame.lost is 'Why the bytes are not there as stored; null if they are, as far as is known.';
create index frame_by_lost_place on frame (shard_id, byte_offset) where lost is not null;
create index frame_by_lost_attempt on frame (attempt_id) where lost is not null;

alter table shard add column known_length bigint;
comment on column shard.known_length is
    'Bytes that are there, if the file is known to have lost its end or all; null if it is as long as committed.';

create table shard_rewrite (
    id bigint generated always as identity primary key,
    shard_id integer not null references shard,
    rewritten_at timestamptz not null,
    old_sha256 text,
    new_sha256 text not null,
    done_by text not null,
    reason text not null
);
comment on table shard_rewrite is 'Every time a sealed shard got another hash, and why. Rows never change.';
comment on column shard_rewrite.old_sha256 is 'Null if the shard was sealed by this.';

create table snapshot_break (
    snapshot text not null references snapshot,
    attempt_id uuid not null references attempt,
    purged_at timestamptz not null,
    primary key (snapshot, attempt_id)
);
comment on table snapshot_break is 'Attempts of frozen snapshots whose images were purged: the list is as it was, the images are not.';

alter table rejected_record add column replayed_at timestamptz, add column replay_result text;
comment on column rejected_record.replayed_at is 'When a person last had it tried again; null if never.';
comment on column rejected_record.replay_result is 'What became of it then.';

create or replace view frames as
select f.attempt_id, f.sequence, lower(f.kind) as kind, f.stamp, f.received_at, f.media_type, s.name as shard,
    f.byte_offset, f.byte_length as byte_count, f.crc32c, s.sealed_at is not null as sealed, lower(f.lost) as lost
from frame f join shard s on s.id = f.shard_id;
comment on column frames.lost is 'purged, damaged or missing; null if the bytes are there as stored, as far as is known.';
comment on column frames.sealed is 'The shard is complete; it changes only by a purge or a repair, see shard_rewrites.';

create or replace view training_sets as
select t.id, t.name, t.created_at, t.attempts, t.successes, t.sha256, t.max_stored_serial, t.max_label_id,
    t.max_curation_id
from training_set t;
comment on column training_sets.max_curation_id is 'The last decision (curations) that it knows.';

create view curations as
select c.id, c.attempt_id, lower(c.action) as action, c.done_by, c.reason, c.done_at
from curation c;
comment on view curations is 'Who took an attempt out, put it back or purged it, when and why; oldest first.';
comment on column curations.id is 'Grows in the order of deciding.';
comment on column curations.attempt_id is 'Joins with grasps.';
comment on column curations.done_by is 'The person; fsck for what a repair did.';
comment on column curations.reason is 'As the person wrote it.';
comment on column curations.done_at is 'By the farm''s clock.';
comment on column curations.action is 'exclude, include or purge.';

create view snapshot_breaks as
select b.snapshot, b.attempt_id, b.purged_at from snapshot_break b;
comment on column snapshot_breaks.snapshot is 'Name.';
comment on column snapshot_breaks.attempt_id is 'Joins with grasps.';
comment on column snapshot_breaks.purged_at is 'By the farm''s clock.';
comment on view snapshot_breaks is 'Attempts of snapshots whose images were purged later.';

create view shard_rewrites as
select s.name as shard, r.rewritten_at, r.old_sha256, r.new_sha256, r.done_by, r.reason
from shard_rewrite r join shard s on s.id = r.shard_id;
comment on column shard_rewrites.shard is 'Name of the tar file.';
comment on column shard_rewrites.rewritten_at is 'By the farm''s clock.';
comment on column shard_rewrites.old_sha256 is 'Null if the shard was sealed by this.';
comment on column shard_rewrites.new_sha256 is 'Of the whole file, afterwards.';
comment on column shard_rewrites.done_by is 'Who had images purged; fsck for a repair.';
comment on column shard_rewrites.reason is 'Why.';
comment on view shard_rewrites is 'Every time a sealed shard got another hash, and why.';

do $$
begin
    if exists (select from pg_roles where rolname = 'armfarm_reader') then
        grant select on curations, snapshot_breaks, shard_rewrites to armfarm_reader;
    end if;
exception when insufficient_privilege then
    raise notice 'role armfarm_reader may not read the new views: %', sqlerrm;
end $$;
