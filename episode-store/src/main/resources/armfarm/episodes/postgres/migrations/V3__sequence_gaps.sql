alter table attempt
    add column missed_images integer not null default 0,
    add column missed_events integer not null default 0;
comment on column attempt.missed_images is 'Images the camera numbered during the attempt that never reached the cell.';
comment on column attempt.missed_events is 'Events of the attempt that never came; the attempt was aborted for it.';
