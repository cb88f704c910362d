-- The board tells every phase of a run, so that all parts of a farm say the same word for it.

alter table farm_plan drop constraint farm_plan_phase_check;
alter table farm_plan add constraint farm_plan_phase_check check (phase in
    ('WAITING', 'STARTING', 'PRACTISING', 'STORING', 'TRAINING', 'EVALUATING', 'STOPPING', 'OVER'));
