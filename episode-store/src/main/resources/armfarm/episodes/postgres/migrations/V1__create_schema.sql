-- Units are in the column names. Poses are x, y, z in metres and the quaternion x, y, z, w, in the arm's base frame.
-- Enumerations are text with the names of the Java enums.

create table farm_info (
    only_row boolean primary key default true check (only_row),
    farm_id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    -- attempts that arrived again after they were stored
    duplicate_attempts bigint not null default 0
);
comment on table farm_info is 'One row: which farm this is, and counters that rows of other tables cannot tell.';
insert into farm_info default values;

create table attempt (
    id uuid primary key,
    stored_serial bigint generated always as identity unique,
    arm text not null,
    attempt_number bigint not null,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    stored_at timestamptz not null,
    ended_sequence integer not null,
    purpose text not null check (purpose in ('COLLECTION', 'EVALUATION')),
    object_set text not null check (object_set in ('TRAINING', 'HELD_OUT')),
    scene_id text not null,
    outcome text not null check (outcome in ('SUCCESS', 'FAILURE', 'UNKNOWN', 'ABORTED')),
    abort_reason text,
    model text,
    exploration boolean not null,
    cem_seed bigint,
    predicted_probability double precision,
    -- v = p_T - p_t: dx, dy, dz in metres, sin and cos of the change of yaw
    command double precision[],
    grasp_x_meters double precision,
    grasp_y_meters double precision,
    grasp_z_meters double precision,
    grasp_yaw_radians double precision,
    gripper_opening_meters double precision,
    drop_test_difference double precision,
    truth_outcome text,
    truth_object text,
    deciding_ms double precision not null,
    robot_time_ms double precision not null,
    software_version text not null,
    camera_width_pixels integer not null,
    camera_height_pixels integer not null,
    -- fx, fy, cx, cy
    camera_intrinsics_pixels double precision[] not null,
    camera_in_base double precision[] not null,
    check ((outcome = 'ABORTED') = (abort_reason is not null))
);
comment on table attempt is 'One grasp attempt. Model, seed, probability and command are those of its first step.';
comment on column attempt.stored_serial is 'Order of storing. There is one writer, so a row never appears below one already seen.';
comment on column attempt.attempt_number is 'Counts the attempts of this arm from 1.';
comment on column attempt.outcome is 'By the first sensor label; never by the simulator.';
comment on column attempt.model is 'Null for a random choice before there was a model.';
comment on column attempt.exploration is 'A random choice although there was a model.';
comment on column attempt.grasp_x_meters is 'Pose the last step was sent to, in the base frame.';
comment on column attempt.truth_outcome is 'The simulator''s knowledge, beside the sensors'' label.';
create index attempt_by_arm on attempt (arm, attempt_number);
create index attempt_by_arm_started on attempt (arm, started_at);
create index attempt_by_time on attempt using brin (started_at);
create index attempt_by_model on attempt (model, purpose);

create table label (
    id bigint generated always as identity primary key,
    attempt_id uuid not null references attempt,
    source text not null check (source in ('GRIPPER', 'DROP_TEST', 'SIMULATOR', 'HUMAN')),
    outcome text not null check (outcome in ('SUCCESS', 'FAILURE', 'UNKNOWN', 'ABORTED')),
    confidence double precision not null check (confidence between 0 and 1),
    labelled_at timestamptz not null
);
comment on table label is 'Every opinion about an outcome. Relabelling adds rows; rows never change.';
create index label_by_attempt on label (attempt_id);
create index label_by_human on label (attempt_id, id) where source = 'HUMAN';

create table shard (
    id integer primary key,
    name text not null unique,
    committed_length bigint not null,
    sealed_at timestamptz,
    sha256 text,
    check ((sealed_at is null) = (sha256 is null))
);
comment on table shard is 'One tar file of images. Bytes after committed_length belong to nothing.';

create table frame (
    attempt_id uuid not null references attempt,
    sequence integer not null,
    kind text not null check (kind in ('STEP', 'LIFTED', 'DROPPED')),
    stamp timestamptz not null,
    received_at timestamptz not null,
    media_type text not null,
    shard_id integer not null references shard,
    byte_offset bigint not null,
    byte_length integer not null,
    crc32c bigint not null,
    step_index integer,
    gripper_in_base double precision[],
    commanded_in_base double precision[],
    reached_in_base double precision[],
    model text,
    exploration boolean,
    cem_seed bigint,
    command double precision[],
    predicted_probability double precision,
    primary key (attempt_id, sequence),
    check ((kind = 'STEP') = (step_index is not null))
);
comment on table frame is 'Where each image is, and for a step what was decided on it.';
comment on column frame.stamp is 'Capture, by the robot''s clock.';
comment on column frame.received_at is 'Arrival, by the farm''s clock.';

create table stream_position (
    topic text not null,
    partition integer not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
comment on table stream_position is 'Where reading the event stream goes on; committed together with what was read.';

create table rejected_record (
    id bigint generated always as identity primary key,
    topic text not null,
    partition integer not null,
    record_offset bigint not null,
    attempt_id uuid,
    reason text not null,
    payload bytea not null,
    stored_at timestamptz not null,
    unique (topic, partition, record_offset)
);
comment on table rejected_record is 'Records that could not be used, whole and with the reason.';
create index rejected_by_attempt on rejected_record (attempt_id);

create table training_set (
    id bigint generated always as identity primary key,
    name text not null,
    created_at timestamptz not null,
    max_stored_serial bigint not null,
    max_label_id bigint not null,
    attempts bigint not null,
    successes bigint not null,
    sha256 text not null
);
comment on table training_set is
    'A frozen choice of attempts and labels: all usable attempts up to max_stored_serial with their labels up to '
    'max_label_id. Neither table loses or changes rows, so the two numbers fix the set; sha256 proves it.';

create table model (
    version text primary key,
    round integer not null,
    state text not null check (state in ('CANDIDATE', 'FLEET', 'RETIRED', 'REFUSED')),
    created_at timestamptz not null,
    training_set_id bigint references training_set,
    metrics jsonb not null,
    file_name text not null,
    sha256 text not null,
    reason text not null,
    state_changed_at timestamptz not null
);
comment on table model is 'Every model ever trained, and where it stands.';
