with matching as (
  select event_id, reason,
    case
      when state = 'resolved' then 'resolved'
      when state = 'redriving' and not :#again::boolean then 'redriving'
      when redrive_count >= :#most::integer and not :#byId::boolean then 'limit'
      when original_value is null and original_object is null then 'no value'
      when failed_topic is null or (stage <> 'ingest' and failed_topic <> all(:#topics::text[])) then 'unknown topic'
      when failed_timestamp is null or (original_object is not null and original_size is null)
        -- Its header was left out by a version before: the key is the name of another source, or of none.
        or (stage = 'ingest' and source_id is not null and original_headers -> 'source-id' is null
          and original_key is distinct from convert_to(source_id, 'UTF8')) then 'too old'
    end as why
  from dead_letter
  where (:#everySource::boolean or source_id = any(:#sources::text[]))
    and state = any(:#states::text[])
    and (:#anyId::boolean or event_id = any(:#ids::text[]::uuid[]))
    and (:#anyReason::boolean or reason = :#reason::text)
    and (:#anyStage::boolean or stage = :#stage::text)
    and (:#anySource::boolean or source_id = :#source::text)
    and last_failed_at >= :#since::timestamptz
    and last_failed_at < :#until::timestamptz),
free as (
  select event_id
  from dead_letter
  where event_id in (select event_id from matching where why is null)
    and (state = 'open' or (state = 'redriving' and :#again::boolean))
  order by event_id
  for update),
taken as (
  update dead_letter
  set state = 'redriving', redrive_id = :#id::uuid
  where event_id in (select event_id from free)
  returning event_id),
left_out as (
  select coalesce(jsonb_object_agg(why, letters), '{}') as counts
  from (
    select coalesce(why, 'redriving') as why, count(*) as letters
    from matching
    where event_id not in (select event_id from taken)
    group by 1) as by_reason),
begun as (
  insert into redrive (id, requested_by, sources, filters, per_second, matched, skipped, sending)
  select :#id::uuid, :#subject::text, nullif(:#scope::text[], '{*}'), :#filters::jsonb, :#perSecond::integer,
    (select count(*) from matching), counts, exists (select from taken)
  from left_out
  returning id)
insert into redrive_letter (redrive_id, event_id)
select begun.id, taken.event_id
from begun, taken
