-- Frames are by far the most rows, and PostgreSQL checks a foreign key row by row: that was a third of the time of storing an
-- attempt. The same promise is checked here once for all rows of a statement.
alter table frame drop constraint frame_attempt_id_fkey, drop constraint frame_shard_id_fkey;

-- The plan is kept for the whole session, and made when the tables may still be empty: it has to use the primary keys from the start.
create function frames_have_attempt_and_shard() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    orphan record;
begin
    select f.attempt_id, f.sequence into orphan from written f
        where not exists (select from attempt a where a.id = f.attempt_id) limit 1;
    if found then
        raise foreign_key_violation using message =
            format('frame %s of attempt %s has no attempt', orphan.sequence, orphan.attempt_id);
    end if;
    select f.shard_id, f.attempt_id, f.sequence into orphan from written f
        where not exists (select from shard s where s.id = f.shard_id) limit 1;
    if found then
        raise foreign_key_violation using message =
            format('frame %s of attempt %s is in shard %s, which is not known', orphan.sequence, orphan.attempt_id, orphan.shard_id);
    end if;
    return null;
end $$;

create trigger inserted_frames after insert on frame referencing new table as written
    for each statement execute function frames_have_attempt_and_shard();
create trigger updated_frames after update on frame referencing new table as written
    for each statement execute function frames_have_attempt_and_shard();

create function keeps_its_frames() returns trigger language plpgsql as $$
begin
    raise foreign_key_violation using message =
        format('a row of table %s is never deleted and keeps its id: frames belong to it', tg_table_name);
end $$;

create trigger attempts_stay before delete or update of id on attempt for each row execute function keeps_its_frames();
create trigger shards_stay before delete or update of id on shard for each row execute function keeps_its_frames();
