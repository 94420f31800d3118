select name, process, state, message, version, sha256, challenger, epoch, sequence, reported_at,
  -- They write every few seconds: who has said nothing for so long is dead, or cut off from PostgreSQL.
  reported_at < clock_timestamp() - interval '30 seconds' as is_stale
from follower
where (:#anyName::boolean or name = :#name::text)
  and reported_at > clock_timestamp() - interval '10 minutes'
order by name, process
limit 10000
