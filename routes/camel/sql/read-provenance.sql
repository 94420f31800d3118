select n.model_version_id, n.purpose, n.completed_at, n.contract_version, n.runtime_version, n.trace_id, n.alias,
  n.parameters::text as parameters, n.fetch_micros, n.decode_micros, n.infer_micros, n.post_micros,
  m.name as model_name, m.version as model_version, coalesce(n.run_id, m.run_id) as run_id, m.sha256 as model_sha256,
  a.files::text as artifact_files, a.signature::text as artifact_signature, a.recorded_at as artifact_recorded_at
from inference n
join model_version m on m.id = n.model_version_id
left join model_artifact a on a.sha256 = m.sha256
where n.frame_id = :#id::uuid
  -- Always true: each half has an index of its own, and neither serves without being named.
  and (n.purpose = 'SERVING' or n.purpose <> 'SERVING')
  and (:#everySource::boolean or n.source_id = any(:#sources::text[]))
order by n.purpose = 'SERVING' desc, n.completed_at desc
