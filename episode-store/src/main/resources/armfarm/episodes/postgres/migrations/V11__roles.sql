-- What the processes of one farm tell each other where controller, trainer and arms are processes of their own.
-- 'armfarm up' has them in one process and leaves these tables as they are.

create table farm_plan (
    only_row boolean primary key default true check (only_row),
    phase text not null default 'WAITING'
        check (phase in ('WAITING', 'PRACTISING', 'TRAINING', 'EVALUATING', 'OVER')),
    target bigint,
    handed_out bigint not null default 0,
    trainer_limit bigint,
    paused_reason text,
    last_round_wanted bigint not null default 0,
    last_round_done bigint not null default 0,
    updated_at timestamptz not null default now()
);
comment on table farm_plan is 'One row: what the controller wants of the arms and of the trainer.';
comment on column farm_plan.target is 'Completed practice attempts to reach; null for no end.';
comment on column farm_plan.handed_out is
    'Practice attempts that are completed or under way. An arm counts one more before it begins and takes it back if the '
    'attempt is aborted; the controller corrects it for arms that died.';
comment on column farm_plan.trainer_limit is 'How far practice may run ahead of the trainer, as a total; null until a trainer ran.';
comment on column farm_plan.paused_reason is 'Why arms begin nothing; null if they may.';
comment on column farm_plan.last_round_wanted is 'Counts the last rounds of training asked for; the trainer answers in last_round_done.';
insert into farm_plan default values;

create table evaluation_task (
    id bigint generated always as identity primary key,
    scene_seed bigint not null,
    random boolean not null,
    arm text,
    process text,
    done boolean not null default false,
    unique (scene_seed, random)
);
comment on table evaluation_task is 'First grasps on held-out objects. A claim counts as long as its process reports.';

-- Not worth a write-ahead log: written about once a second, and of no use after a crash.
create unlogged table arm_status (
    arm text primary key,
    process text not null,
    state text not null,
    attempts bigint not null,
    last_attempt_number bigint not null,
    model text,
    last_outcome text,
    fault text,
    image_type text,
    image bytea,
    image_received_at timestamptz,
    reported_at timestamptz not null default now()
);
comment on table arm_status is 'What each arm process last said.';
comment on column arm_status.attempts is 'Begun since the process started.';
comment on column arm_status.last_attempt_number is 'Of the latest attempt the arm began.';

create unlogged table trainer_status (
    only_row boolean primary key default true check (only_row),
    process text not null,
    state text not null,
    round integer not null,
    draws_done bigint not null,
    draws_total bigint not null,
    loss double precision,
    took_ms double precision not null,
    reported_at timestamptz not null default now()
);
comment on table trainer_status is 'What the trainer process last said.';

create table model_file (
    version text primary key references model,
    sha256 text not null,
    content bytea not null,
    stored_at timestamptz not null default now()
);
alter table model_file alter column content set storage external;
comment on table model_file is 'Model files as the trainer checked them, for arms on other machines. sha256 is of the whole file.';
