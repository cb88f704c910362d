-- Why a grasp failed, from what was measured.

alter table attempt
    add column cause_if_failed text check (cause_if_failed in ('EMPTY', 'SLIPPED', 'BLOCKED'));
comment on column attempt.cause_if_failed is
    'The cause that the attempt has if it counts as a failure, whoever says so; null for an aborted attempt and where too little was '
    'recorded. Measurements alone: defined in armfarm.messages.FailureCause.';

-- Attempts of before, by the same definition: height reached minus commanded at the last step, whether it was lifted, the opening.
update attempt a set cause_if_failed = c.cause
from (
    select e.id,
        case when s.above > 0.003 then 'BLOCKED'
            when e.drop_test_difference is not null or e.truth_outcome is not null then 'SLIPPED'
            when e.gripper_opening_meters < 0.004 then 'EMPTY'
            when e.gripper_opening_meters is not null then 'SLIPPED' end as cause
    from attempt e left join (
        select distinct on (attempt_id) attempt_id, reached_in_base[3] - commanded_in_base[3] as above
        from frame where kind = 'STEP' order by attempt_id, sequence desc) as s on s.attempt_id = e.id
    where e.abort_reason is null) as c
where c.id = a.id and c.cause is not null;

-- The very expression of the view, so that a filter on the cause finds its few rows.
create index attempt_by_failure_cause on attempt
    ((case when coalesce(label_outcome, outcome) = 'FAILURE' then lower(cause_if_failed) end));

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
    case when coalesce(a.label_outcome, a.outcome) = 'FAILURE' then lower(a.cause_if_failed) end as failure_cause
from attempt a;
comment on column grasps.failure_cause is
    'Of a failure by the label that counts: empty (the fingers closed on nothing), slipped (something between them was lost) or blocked '
    '(stopped on the way down); null if it did not fail, and where too little was recorded.';
