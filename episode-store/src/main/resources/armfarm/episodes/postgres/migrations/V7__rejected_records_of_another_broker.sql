-- After a broker lost records or was replaced, an offset can come twice with different bytes; both are kept.
alter table rejected_record drop constraint rejected_record_topic_partition_record_offset_key;
create unique index rejected_record_once on rejected_record (topic, partition, record_offset, md5(payload));
