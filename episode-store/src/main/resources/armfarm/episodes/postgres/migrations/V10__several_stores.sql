-- Several stores may write at a time, each to shards of its own.

alter table shard add column writer text;
comment on column shard.writer is
    'The store that has the shard, or had it last, among several; null if the farm has one. A shard without bytes is reserved for it.';

comment on column attempt.stored_serial is
    'Order of storing. Writers take numbers one after the other until their commit, so a row never appears below one already seen.';
