-- Evaluations on objects of kinds that are never practised with.

alter table attempt drop constraint attempt_object_set_check;
alter table attempt add constraint attempt_object_set_check
    check (object_set in ('TRAINING', 'HELD_OUT', 'HELD_OUT_KINDS'));
comment on column grasps.object_set is 'training, held_out (other objects of the same kinds) or held_out_kinds (kinds never practised with).';
comment on column objects.object_set is 'training, held_out or held_out_kinds.';
