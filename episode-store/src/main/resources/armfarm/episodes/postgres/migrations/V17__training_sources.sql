-- Training sets that mix sources.

alter table training_set add column sources text;
comment on column training_set.sources is
    'Which sources it was made of, with their weights, and where grasps of imports had to be. Null: only practice, as before there was a choice.';

create or replace view training_sets as
select t.id, t.name, t.created_at, t.attempts, t.successes, t.sha256, t.max_stored_serial, t.max_label_id,
    t.max_curation_id, coalesce(t.sources, 'own=1.0') as sources
from training_set t;
comment on column training_sets.sources is
    'Sources with their weights, as in learning.sources; ''within'' is the box of the grasps of imports, x, y and z from and to, in metres.';
