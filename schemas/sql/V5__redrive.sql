-- Dead letters on their way again: who asked for it, which letters were taken, and what became of each.

-- The record that failed had this timestamp; where a source tells no time of capture that can be believed, it is that time.
alter table dead_letter add column failed_timestamp timestamptz;
alter table dead_letter add column original_size bigint;
-- The operation that took the letter last; it stays when the letter is open again.
alter table dead_letter add column redrive_id uuid;

create table redrive (
  id           uuid primary key,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  -- Sources whose letters could be taken; null: every source, and letters without one.
  sources      text[],
  filters      jsonb not null,
  per_second   integer not null check (per_second > 0),
  -- Letters that passed the filters, and those of them that were not taken, by why.
  matched      bigint not null,
  skipped      jsonb not null default '{}',
  -- False when no letter waits to be sent any more.
  sending      boolean not null,
  started_at   timestamptz,
  -- When the next letter may be sent.
  next_at      timestamptz not null default now()
);

create index redrive_sending on redrive (next_at) where sending;

create table redrive_letter (
  redrive_id uuid not null references redrive on delete cascade,
  event_id   uuid not null,
  fate       text not null default 'pending' check (fate in ('pending', 'resolved', 'failed', 'skipped')),
  -- Why it was skipped.
  why        text,
  -- When it could not be sent for the time being; the others go first. Null: not tried yet, or not in vain.
  tried_at   timestamptz,
  -- The broker has it; null while it waits.
  sent_at    timestamptz,
  settled_at timestamptz,
  primary key (redrive_id, event_id),
  check ((fate = 'skipped') = (why is not null)),
  check ((fate = 'pending') = (settled_at is null))
);

create index redrive_letter_waiting on redrive_letter (redrive_id, tried_at nulls first, event_id)
  where fate = 'pending' and sent_at is null;

-- Whoever changes a letter that is redriving settles its part of the operation by that, an inference and a new failure alike.
create function settle_redrive() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update redrive_letter set fate = 'skipped', why = 'gone', settled_at = now()
    where redrive_id = old.redrive_id and event_id = old.event_id and fate = 'pending';
  elsif new.redrive_id is distinct from old.redrive_id then
    update redrive_letter set fate = 'skipped', why = 'taken over', settled_at = now()
    where redrive_id = old.redrive_id and event_id = old.event_id and fate = 'pending';
  elsif new.state <> 'redriving' then
    update redrive_letter set fate = case new.state when 'resolved' then 'resolved' else 'failed' end, settled_at = now()
    where redrive_id = old.redrive_id and event_id = old.event_id and fate = 'pending';
  end if;
  return null;
end $$;

-- Otherwise an operation whose letter somebody has deleted would be running for ever.
create trigger dead_letter_gone after delete on dead_letter
  for each row when (old.state = 'redriving') execute function settle_redrive();

create trigger dead_letter_redrive after update of state, redrive_id on dead_letter
  for each row when (old.state = 'redriving') execute function settle_redrive();
