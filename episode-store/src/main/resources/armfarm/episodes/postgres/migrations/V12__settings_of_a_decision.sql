-- What a choice depended on besides image, seed and weights; and no step shows the search of another one.

alter table frame add column settings text;
comment on column frame.settings is
    'JSON object by the policy: what the choice on this image depended on besides image, seed and weights. Null where nothing was '
    'chosen on it, and in what was recorded before settings were kept.';
comment on column frame.cem_seed is
    'Seed of the search, or of the random draw, made on this step''s image. Rows with a null in settings and a step above 0 may repeat '
    'the one of step 0, which says nothing about their image.';
comment on column frame.predicted_probability is
    'For this step''s command on this step''s image; as cem_seed, old rows above step 0 may repeat the one of step 0.';

create or replace view grasp_steps as
select f.attempt_id, f.step_index as step, f.sequence, f.stamp, f.received_at, coalesce(f.model, '') as model,
    f.exploration,
    case when f.step_index = 0 or f.settings is not null then f.cem_seed end as cem_seed,
    case when f.step_index = 0 or f.settings is not null then f.predicted_probability end as predicted,
    f.command[1] as command_dx_meters, f.command[2] as command_dy_meters, f.command[3] as command_dz_meters,
    f.command[4] as command_sin_dyaw, f.command[5] as command_cos_dyaw,
    f.gripper_in_base, f.commanded_in_base, f.reached_in_base, f.settings
from frame f where f.kind = 'STEP';
comment on view grasp_steps is 'One row per step of an attempt: what was commanded from its image on and where it led.';
comment on column grasp_steps.model is 'The model that chose the pose of the grasp, on the image of step 0; empty for a random choice.';
comment on column grasp_steps.exploration is 'A random choice although there was a model.';
comment on column grasp_steps.cem_seed is
    'Seed of the search, or of the random draw, that was made on this step''s image; null at a step that goes on to what was chosen before.';
comment on column grasp_steps.predicted is
    'The model''s success probability for this command on this step''s image, 0..1; null at a step on whose image nothing was predicted.';
comment on column grasp_steps.settings is
    'JSON object as a text: search and grasp space of the choice on this step''s image; null where nothing was chosen on it, and in '
    'what was recorded before settings were kept.';
