-- After a broker lost records or was replaced, an offset can come twice with different bytes; both are kept.
alter table rejected_record drop constraint rejected_record_topic_partition_record_offset_key;
create unique index rejected_record_once on rejected_record (topic, partition, record_offset, md5(payload));

alter table snapshot add column model text references model;
comment on column snapshot.model is 'The model that was trained on exactly this; null for a choice by filter.';

create or replace view snapshots as
select s.name, s.created_at, s.filter, lower(s.group_by) as group_by, s.validation_percent, s.test_percent, s.successes,
    s.sha256, s.model
from snapshot s;
comment on column snapshots.model is 'The model that was trained on exactly this; null for a choice by filter.';
