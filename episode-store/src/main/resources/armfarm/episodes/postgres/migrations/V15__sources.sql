-- Where each attempt comes from. What was stored before it was kept shows what can be told of it.

alter table attempt add column source text;
comment on column attempt.source is
    'What ran the arm (embedded, gazebo, ros; own: not kept), or what was read (imported:NAME, bag:NAME). Null in rows from before it was kept.';

create or replace view grasps as
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
    a.imported_from, a.software_version, a.stored_serial,
    coalesce(a.source, case a.purpose when 'IMPORT' then 'imported:unnamed' else 'own' end) as source
from attempt a;
comment on column grasps.source is
    'What ran the arm: embedded, gazebo, ros, or own where that was not kept; or what was read: imported:NAME, bag:NAME.';
