-- Pages of dead letters, latest first, go along this index whatever the state.
create index dead_letter_by_time on dead_letter (last_failed_at desc, event_id desc);
