-- A letter of the sink that names a frame says by itself whether that is there, as one of ingest does since V6. Looking it
-- up cost more with each letter, and took for missing what retention had dropped.

-- In the order in which the sinks take them, so that nobody waits in a circle.
do $$ begin
  lock table frame, inference in share mode;
end $$;

-- Of a letter of the sink: whether the frame has a serving inference, or had one before retention dropped it.
alter table dead_letter add column inference_stored boolean not null default false;
-- Of the same: whether the header ce_origin says anything; and the record of the frames topic that it names, when that
-- fits the frame's id.
alter table dead_letter add column origin_told boolean not null default false;
alter table dead_letter add column origin_topic_id uuid;
alter table dead_letter add column origin_partition integer;
alter table dead_letter add column origin_offset bigint;

drop index dead_letter_unresolved;
create index dead_letter_unresolved on dead_letter (stage, failed_topic, frame_id, state)
  include (frame_stored, inference_stored, origin_told) where state <> 'resolved';
create index dead_letter_unread on dead_letter (failed_topic, first_failed_at, event_id)
  where state <> 'resolved' and stage = 'sink' and frame_id is null;
create index dead_letter_refused on dead_letter (failed_topic, origin_topic_id, origin_partition, origin_offset)
  where state <> 'resolved' and stage = 'sink' and not frame_stored and origin_offset is not null;
create index dead_letter_redriving on dead_letter (reason) where state = 'redriving';

create or replace function look_for_frame() returns trigger language plpgsql as $$
begin
  new.frame_stored := exists (select from frame where frame_id = new.frame_id);
  new.inference_stored := new.stage = 'sink'
    and exists (select from inference where frame_id = new.frame_id and purpose = 'SERVING');
  return new;
end $$;

drop trigger dead_letter_frame on dead_letter;
create trigger dead_letter_frame before insert on dead_letter
  for each row when (new.stage in ('ingest', 'sink') and new.frame_id is not null) execute function look_for_frame();

-- What was once there stays said: a row that was deleted past Sightline is missing, whatever letters there are of it.
create function audit_recount_letters() returns void language plpgsql as $$
begin
  lock table frame, inference, dead_letter in share mode;
  update dead_letter d set frame_stored = true
  where stage = 'sink' and not frame_stored and exists (select from frame f where f.frame_id = d.frame_id);
  update dead_letter d set inference_stored = true
  where stage = 'sink' and not inference_stored
    and exists (select from inference i where i.frame_id = d.frame_id and i.purpose = 'SERVING');
end $$;

alter function audit_recount() rename to audit_recount_rows;

create function audit_recount() returns void language plpgsql as $$
begin
  perform audit_recount_rows();
  perform audit_recount_letters();
end $$;

select audit_recount_letters();
