select r.id, r.requested_by, r.requested_at, r.filters::text as filters, r.per_second, r.matched,
  r.skipped::text as skipped, r.started_at,
  count(l.sent_at) as sent,
  count(*) filter (where l.fate = 'pending') as pending,
  count(*) filter (where l.fate = 'resolved') as resolved,
  count(*) filter (where l.fate = 'failed') as failed_again,
  max(l.settled_at) as settled_at,
  (select coalesce(jsonb_object_agg(why, letters), '{}')
    from (
      select why, count(*) as letters
      from redrive_letter
      where redrive_id = r.id and fate = 'skipped'
      group by why) as by_reason)::text as skipped_later
from redrive r
left join redrive_letter l on l.redrive_id = r.id
where r.id = :#id::uuid
  and (:#everySource::boolean
    or (r.sources <@ :#sources::text[] and (r.sources <> '{}' or r.requested_by = :#subject::text)))
group by r.id
