-- The label that counts beside the attempt, what people took out and why, snapshots, and the views that researchers read.

alter table attempt
    add column label_outcome text check (label_outcome in ('SUCCESS', 'FAILURE', 'UNKNOWN')),
    add column label_source text,
    add column label_confidence double precision check (label_confidence between 0 and 1),
    add column excluded boolean not null default false,
    add column purged_at timestamptz;
comment on column attempt.label_outcome is
    'By the label that counts: the latest of a person, else the first of a sensor; null for an aborted attempt.';
comment on column attempt.label_source is 'Who gave the label that counts.';
comment on column attempt.label_confidence is '0..1, of the label that counts.';
comment on column attempt.excluded is 'Taken out of new snapshots and training sets by a person; see curation.';
comment on column attempt.purged_at is 'When the bytes of its images were removed for good; null if they are there.';

update attempt a set label_outcome = l.outcome, label_source = l.source, label_confidence = l.confidence
from (select distinct on (attempt_id) attempt_id, source, outcome, confidence from label
      order by attempt_id, (source = 'HUMAN') desc, case when source = 'HUMAN' then -id else id end) as l
where l.attempt_id = a.id and a.abort_reason is null and l.outcome <> 'ABORTED';

create index attempt_by_label on attempt (label_outcome, predicted_probability);

alter table label add column labelled_by text, add column note text;
comment on column label.labelled_by is 'The person, for a label of source HUMAN.';
comment on column label.note is 'Why, as the person wrote it.';

create table curation (
    id bigint generated always as identity primary key,
    attempt_id uuid not null references attempt,
    action text not null check (action in ('EXCLUDE', 'INCLUDE', 'PURGE')),
    done_by text not null,
    reason text not null,
    done_at timestamptz not null
);
comment on table curation is 'What people took out, put back or purged: who, when and why. Rows never change.';
create index curation_by_attempt on curation (attempt_id);

create table snapshot (
    name text primary key,
    created_at timestamptz not null,
    filter text not null,
    group_by text not null check (group_by in ('ATTEMPT', 'OBJECT', 'ARM', 'DAY')),
    validation_percent integer not null,
    test_percent integer not null,
    successes bigint not null,
    sha256 text not null
);
comment on table snapshot is 'A frozen choice of attempts with their labels and splits. Rows never change.';
comment on column snapshot.sha256 is
    'Of the lines "<attempt id> <outcome> <label source> <label id> <split>", sorted by id.';

create table snapshot_member (
    snapshot text not null references snapshot,
    ordinal bigint not null,
    attempt_id uuid not null references attempt,
    label_id bigint not null references label,
    split text not null check (split in ('TRAIN', 'VALIDATION', 'TEST')),
    object_id text not null,
    primary key (snapshot, ordinal)
);
comment on table snapshot_member is 'The attempts of a snapshot in the order of their ids, each with the label that counted then.';
create index snapshot_member_by_attempt on snapshot_member (attempt_id);

-- What follows is the contract with researchers: names and meanings stay, columns are only added.

create view grasps as
select a.id as attempt_id, a.arm, a.attempt_number, a.started_at, a.ended_at, a.stored_at,
    (a.started_at at time zone 'UTC')::date as day,
    lower(a.purpose) as purpose, lower(a.object_set) as object_set, a.scene_id,
    coalesce(a.truth_object, '') as object,
    lower(coalesce(a.label_outcome, a.outcome)) as outcome,
    lower(a.label_source) as label_source, a.label_confidence,
    lower(a.outcome) as sensor_outcome, lower(a.truth_outcome) as truth_outcome, a.abort_reason,
    coalesce(a.model, '') as model, a.exploration, a.predicted_probability as predicted, a.cem_seed,
    a.grasp_x_meters, a.grasp_y_meters, a.grasp_z_meters, a.grasp_yaw_radians,
    a.gripper_opening_meters, a.drop_test_difference, a.deciding_ms, a.robot_time_ms,
    a.missed_images, a.missed_events, a.excluded, a.purged_at is not null as purged,
    a.imported_from, a.software_version, a.stored_serial
from attempt a;
comment on view grasps is 'One row per attempt.';
comment on column grasps.attempt_id is 'UUID version 7, made by the arm: sorts by time.';
comment on column grasps.arm is 'The arm''s name, for example arm_3.';
comment on column grasps.attempt_number is 'Counts the attempts of this arm from 1.';
comment on column grasps.started_at is 'By the farm''s clock.';
comment on column grasps.ended_at is 'By the farm''s clock.';
comment on column grasps.stored_at is 'When it was committed.';
comment on column grasps.day is 'Of started_at, UTC.';
comment on column grasps.purpose is 'collection, evaluation or import.';
comment on column grasps.object_set is 'training or held_out.';
comment on column grasps.scene_id is 'The bin''s content since it was last filled.';
comment on column grasps.object is 'What is known to have been held; empty if nothing or not known.';
comment on column grasps.outcome is 'success, failure, unknown or aborted, by the label that counts: a person''s, else the first sensor''s.';
comment on column grasps.label_source is 'gripper, drop_test, simulator, human or recording; null for an aborted attempt.';
comment on column grasps.label_confidence is '0..1.';
comment on column grasps.sensor_outcome is 'As first stored, whatever people said later.';
comment on column grasps.truth_outcome is 'The simulator''s knowledge; null without one.';
comment on column grasps.abort_reason is 'Null unless aborted.';
comment on column grasps.model is 'The model that chose; empty for a random choice.';
comment on column grasps.exploration is 'A random choice although there was a model.';
comment on column grasps.predicted is 'The model''s success probability for what it chose, 0..1; null for a random choice.';
comment on column grasps.cem_seed is 'Seed of the search, or of the random draw.';
comment on column grasps.grasp_x_meters is 'Where the gripper was told to close, base frame: forward.';
comment on column grasps.grasp_y_meters is 'Left.';
comment on column grasps.grasp_z_meters is 'Up.';
comment on column grasps.grasp_yaw_radians is 'About the vertical.';
comment on column grasps.gripper_opening_meters is 'After closing; null if the gripper never closed.';
comment on column grasps.drop_test_difference is 'Share of changed pixels, 0..1; null if the test was not run.';
comment on column grasps.deciding_ms is 'Time the policy took.';
comment on column grasps.robot_time_ms is 'By the robot''s clock, from the first image to the last motion.';
comment on column grasps.missed_images is 'Images the camera numbered that never reached the cell.';
comment on column grasps.missed_events is 'Events that never came.';
comment on column grasps.excluded is 'Taken out of new snapshots by a person.';
comment on column grasps.purged is 'The bytes of its images were removed.';
comment on column grasps.imported_from is 'SHA-256 of the recording it was read from; null if this farm made it.';
comment on column grasps.software_version is 'Of the controller that made it.';
comment on column grasps.stored_serial is 'Order of storing.';

create view grasp_steps as
select f.attempt_id, f.step_index as step, f.sequence, f.stamp, f.received_at, coalesce(f.model, '') as model,
    f.exploration, f.cem_seed, f.predicted_probability as predicted,
    f.command[1] as command_dx_meters, f.command[2] as command_dy_meters, f.command[3] as command_dz_meters,
    f.command[4] as command_sin_dyaw, f.command[5] as command_cos_dyaw,
    f.gripper_in_base, f.commanded_in_base, f.reached_in_base
from frame f where f.kind = 'STEP';
comment on view grasp_steps is 'One row per step of an attempt: what was decided on its image and where it led.';
comment on column grasp_steps.step is 'From 0, the image before the grasp.';
comment on column grasp_steps.sequence is 'Of the image in its attempt; joins with frames.';
comment on column grasp_steps.stamp is 'Capture, by the robot''s clock.';
comment on column grasp_steps.received_at is 'Arrival, by the farm''s clock.';
comment on column grasp_steps.command_dx_meters is 'v = p_T - p_t: from here to the pose of the grasp, base frame.';
comment on column grasp_steps.command_sin_dyaw is 'Sine of the change of yaw.';
comment on column grasp_steps.gripper_in_base is 'x y z in metres, quaternion x y z w, when the image was taken.';
comment on column grasp_steps.commanded_in_base is 'Likewise: where the motion was sent.';
comment on column grasp_steps.reached_in_base is 'Likewise: where it ended, measured; null if not known.';

create view frames as
select f.attempt_id, f.sequence, lower(f.kind) as kind, f.stamp, f.received_at, f.media_type, s.name as shard,
    f.byte_offset, f.byte_length as byte_count, f.crc32c, s.sealed_at is not null as sealed
from frame f join shard s on s.id = f.shard_id;
comment on view frames is 'Where each image is: byte_count bytes from byte_offset in the tar file shard.';
comment on column frames.kind is 'step, lifted, dropped or view.';
comment on column frames.byte_offset is 'Of the image''s first byte in the shard.';
comment on column frames.crc32c is 'Of the image''s bytes.';
comment on column frames.sealed is 'The shard is complete and will never change.';

create view models as
select m.version, m.round, lower(m.state) as state, m.created_at, m.training_set_id, m.metrics, m.file_name, m.sha256,
    m.reason, m.state_changed_at
from model m;
comment on view models is 'Every model ever trained, and where it stands.';
comment on column models.state is 'candidate, fleet, retired or refused.';

create view arms as
select a.arm, count(*) as attempts,
    count(*) filter (where coalesce(a.label_outcome, a.outcome) = 'SUCCESS') as successes,
    count(*) filter (where coalesce(a.label_outcome, a.outcome) = 'FAILURE') as failures,
    count(*) filter (where a.outcome = 'ABORTED') as aborted,
    min(a.started_at) as first_started_at, max(a.started_at) as last_started_at
from attempt a group by a.arm;
comment on view arms is 'One row per arm that has stored attempts.';

create view objects as
select a.truth_object as object, lower(a.object_set) as object_set, count(*) as grasped,
    min(a.started_at) as first_started_at, max(a.started_at) as last_started_at
from attempt a where a.truth_object is not null group by a.truth_object, a.object_set;
comment on view objects is 'Objects known to have been held, and how often. Which object a failure missed, nobody knows.';

create view training_sets as
select t.id, t.name, t.created_at, t.attempts, t.successes, t.sha256, t.max_stored_serial, t.max_label_id
from training_set t;
comment on view training_sets is 'What each model was trained on.';

create view snapshots as
select s.name, s.created_at, s.filter, lower(s.group_by) as group_by, s.validation_percent, s.test_percent, s.successes, s.sha256
from snapshot s;
comment on view snapshots is 'Frozen choices of attempts.';

create view snapshot_members as
select m.snapshot, m.ordinal, m.attempt_id, lower(m.split) as split, m.object_id as object, lower(l.outcome) as outcome,
    lower(l.source) as label_source, l.confidence as label_confidence, l.id as label_id
from snapshot_member m join label l on l.id = m.label_id;
comment on view snapshot_members is 'The attempts of each snapshot, with the label that counted when it was made.';

create view labels as
select l.id, l.attempt_id, lower(l.source) as source, lower(l.outcome) as outcome, l.confidence, l.labelled_at,
    l.labelled_by, l.note
from label l;
comment on view labels is 'Every opinion about an outcome, oldest first. Relabelling adds rows.';

-- What the views' columns mean, where it is not said above.
comment on column grasp_steps.attempt_id is 'Joins with grasps.';
comment on column grasp_steps.model is 'As in grasps.';
comment on column grasp_steps.exploration is 'As in grasps.';
comment on column grasp_steps.cem_seed is 'As in grasps.';
comment on column grasp_steps.predicted is 'The model''s success probability for this command, 0..1.';
comment on column grasp_steps.command_dy_meters is 'Left.';
comment on column grasp_steps.command_dz_meters is 'Up.';
comment on column grasp_steps.command_cos_dyaw is 'Cosine of the change of yaw.';
comment on column frames.attempt_id is 'Joins with grasps.';
comment on column frames.sequence is 'Order in the attempt.';
comment on column frames.stamp is 'Capture, by the robot''s clock.';
comment on column frames.received_at is 'Arrival, by the farm''s clock.';
comment on column frames.media_type is 'image/jpeg.';
comment on column frames.shard is 'Name of the tar file.';
comment on column frames.byte_count is 'Of the image.';
comment on column models.version is 'As in grasps.model.';
comment on column models.round is 'Counts trainings from 1.';
comment on column models.created_at is 'When its training ended.';
comment on column models.training_set_id is 'What it was trained on.';
comment on column models.metrics is 'What was measured when it was trained, JSON.';
comment on column models.file_name is 'Its file in the models folder.';
comment on column models.sha256 is 'Of its weights.';
comment on column models.reason is 'Why it has this state.';
comment on column models.state_changed_at is 'Since when.';
comment on column arms.arm is 'Name.';
comment on column arms.attempts is 'Stored.';
comment on column arms.successes is 'By the label that counts.';
comment on column arms.failures is 'Likewise.';
comment on column arms.aborted is 'That did not complete.';
comment on column arms.first_started_at is 'Of the oldest attempt.';
comment on column arms.last_started_at is 'Of the newest attempt.';
comment on column objects.object is 'As in grasps.object.';
comment on column objects.object_set is 'training or held_out.';
comment on column objects.grasped is 'How often it was held.';
comment on column objects.first_started_at is 'Of the first such attempt.';
comment on column objects.last_started_at is 'Of the last such attempt.';
comment on column training_sets.id is 'As in models.training_set_id.';
comment on column training_sets.name is 'For people.';
comment on column training_sets.created_at is 'When it was frozen.';
comment on column training_sets.attempts is 'In it, training and validation together.';
comment on column training_sets.successes is 'Among them.';
comment on column training_sets.sha256 is 'Of the lines "<attempt id> <outcome>", sorted by id.';
comment on column training_sets.max_stored_serial is 'It holds no attempt stored after this one.';
comment on column training_sets.max_label_id is 'It uses no label after this one.';
comment on column snapshots.name is 'Given once.';
comment on column snapshots.created_at is 'When it was frozen.';
comment on column snapshots.filter is 'What was asked for; empty for everything.';
comment on column snapshots.group_by is 'What was not divided among splits: attempt, object, arm or day.';
comment on column snapshots.validation_percent is 'Of the groups.';
comment on column snapshots.test_percent is 'Of the groups.';
comment on column snapshots.successes is 'Among its attempts.';
comment on column snapshots.sha256 is 'Of the lines "<attempt id> <outcome> <label source> <label id> <split>", sorted by id.';
comment on column snapshot_members.snapshot is 'Its name.';
comment on column snapshot_members.ordinal is 'From 1, in the order of the ids.';
comment on column snapshot_members.attempt_id is 'Joins with grasps.';
comment on column snapshot_members.split is 'train, validation or test.';
comment on column snapshot_members.object is 'As in grasps.object.';
comment on column snapshot_members.outcome is 'By the label that counted when the snapshot was made.';
comment on column snapshot_members.label_source is 'Of that label.';
comment on column snapshot_members.label_confidence is 'Of that label, 0..1.';
comment on column snapshot_members.label_id is 'That label; joins with labels.id.';
comment on column labels.id is 'Grows with time.';
comment on column labels.attempt_id is 'Joins with grasps.';
comment on column labels.source is 'gripper, drop_test, simulator, human or recording.';
comment on column labels.outcome is 'success, failure or unknown.';
comment on column labels.confidence is '0..1.';
comment on column labels.labelled_at is 'When it was given.';
comment on column labels.labelled_by is 'The person; null for a sensor.';
comment on column labels.note is 'Why, as the person wrote it.';

-- Reads the views and nothing else. A farm's own database makes it; where roles are somebody else's business it is left out.
do $$
begin
    if not exists (select from pg_roles where rolname = 'armfarm_reader') then
        create role armfarm_reader nologin;
    end if;
    grant usage on schema public to armfarm_reader;
    grant select on grasps, grasp_steps, frames, models, arms, objects, training_sets, snapshots, snapshot_members,
        labels to armfarm_reader;
    execute format('grant armfarm_reader to %I', current_user);
exception when insufficient_privilege then
    raise notice 'role armfarm_reader was not made: %', sqlerrm;
end $$;
