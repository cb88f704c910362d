-- Why a grasp would fail, as the model that chose it predicts.

alter table frame add column predicted_causes double precision[];
comment on column frame.predicted_causes is
    'Of this step''s command on this step''s image: probabilities of failing empty, slipped and blocked; with predicted_probability 1 '
    'together. Null where none were predicted, as in what was recorded before they were.';
alter table attempt add column predicted_causes double precision[];
comment on column attempt.predicted_causes is 'Of the choice on the image of step 0, see frame.predicted_causes.';

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
    coalesce(a.source, case a.purpose when 'IMPORT' then 'imported:unnamed' else 'own' end) as source,
    case when coalesce(a.label_outcome, a.outcome) = 'FAILURE' then lower(a.cause_if_failed) end as failure_cause,
    case when a.predicted_causes[1] >= a.predicted_causes[2] and a.predicted_causes[1] >= a.predicted_causes[3] then 'empty'
        when a.predicted_causes[2] >= a.predicted_causes[3] then 'slipped'
        when a.predicted_causes is not null then 'blocked' end as predicted_cause,
    a.predicted_causes[1] as predicted_empty, a.predicted_causes[2] as predicted_slipped,
    a.predicted_causes[3] as predicted_blocked
from attempt a;
comment on column grasps.predicted_cause is
    'Why it would fail if it did, as the model saw it: the likeliest of empty, slipped and blocked, whether it failed or not; null for a '
    'random choice and of a model that does not predict causes.';
comment on column grasps.predicted_empty is
    'The model''s probability of failing with nothing between the fingers, 0..1; predicted, predicted_empty, predicted_slipped and '
    'predicted_blocked are 1 together.';
comment on column grasps.predicted_slipped is 'Likewise of losing what was between them.';
comment on column grasps.predicted_blocked is 'Likewise of being stopped on the way down.';

create or replace view grasp_steps as
select f.attempt_id, f.step_index as step, f.sequence, f.stamp, f.received_at, coalesce(f.model, '') as model,
    f.exploration,
    case when f.step_index = 0 or f.settings is not null then f.cem_seed end as cem_seed,
    case when f.step_index = 0 or f.settings is not null then f.predicted_probability end as predicted,
    f.command[1] as command_dx_meters, f.command[2] as command_dy_meters, f.command[3] as command_dz_meters,
    f.command[4] as command_sin_dyaw, f.command[5] as command_cos_dyaw,
    f.gripper_in_base, f.commanded_in_base, f.reached_in_base, f.settings, f.predicted_causes
from frame f where f.kind = 'STEP';
comment on column grasp_steps.predicted_causes is
    'The model''s probabilities of failing empty, slipped and blocked, a list; null at a step on whose image they were not predicted.';
