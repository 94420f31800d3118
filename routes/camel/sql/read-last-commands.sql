select distinct on (name) id, name, command, version, requested_by, requested_at, state, message, ended_at
from model_command
where command <> 'look'
  and (:#anyName::boolean or name = :#name::text)
order by name, requested_at desc
