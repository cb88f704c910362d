-- Attempts and images that were read from recordings.

alter table attempt drop constraint attempt_purpose_check;
alter table attempt add constraint attempt_purpose_check check (purpose in ('COLLECTION', 'EVALUATION', 'IMPORT'));

alter table label drop constraint label_source_check;
alter table label add constraint label_source_check
    check (source in ('GRIPPER', 'DROP_TEST', 'SIMULATOR', 'HUMAN', 'RECORDING'));

alter table frame drop constraint frame_kind_check;
alter table frame add constraint frame_kind_check check (kind in ('STEP', 'LIFTED', 'DROPPED', 'VIEW'));

alter table attempt add column imported_from text;
comment on column attempt.imported_from is
    'SHA-256 of the recording the attempt was read from; null if an arm of this farm made it. '
    'Such an attempt has the number its own farm or the import gave it.';
