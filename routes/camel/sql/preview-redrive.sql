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
    and last_failed_at < :#until::timestamptz)
select reason, why, count(*) as letters
from matching
group by reason, why
order by letters desc, reason, why
