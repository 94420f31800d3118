-- What promotion needs of the tables that V10 made.

-- The last command of people on a model, among the many that only wake a poll.
create index model_command_by_name on model_command (name, requested_at desc) where command <> 'look';

-- The runs of challengers, newest first: few among those of what serves.
create index inference_shadow on inference (captured_at desc, frame_id desc) where purpose = 'SHADOW';

-- A model that is retired is announced by a record without a value.
alter table outbox alter column record_value drop not null;

-- Records of a topic that is away do not keep those of others waiting.
create index outbox_by_topic on outbox (topic, id);

comment on column model_state.announced is
  'The record ModelState as plain JSON: hashes in hexadecimal, times in ISO 8601, what is absent as null; null when the model was retired';

comment on column model_command.message is
  'How it ended, for people; while it waits what for, where that is known';

-- Several runs may make the very same files under one number. Table model_version has one row of them, with the first run that
-- was known; an inference that another run was announced with names that one itself.
alter table inference add column run_id text;

comment on column model_version.run_id is
  'First MLflow run that is known to have made the files; null while none is, as of files that came from a folder';
comment on column inference.run_id is
  'MLflow run that made the files, where it is another one than that of the model version';

-- From a detection to everything that led to it, as V10 has it, but for the run.
create or replace view provenance as
select d.captured_at, d.frame_id, d.model_version_id, d.purpose, d.ordinal, d.source_id, d.class_id, d.label, d.score,
  f.received_at, encode(f.image_sha256, 'hex') as image_sha256, m.bucket as image_bucket, m.object_key as image_key,
  m.media_type as image_media_type, m.width as image_width, m.height as image_height,
  f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset,
  f.claim_topic, f.claim_topic_id, f.claim_partition, f.claim_offset, f.trace_id as frame_trace_id,
  i.completed_at, i.contract_version, i.runtime_version, i.parameters, i.trace_id, i.alias,
  i.fetch_micros, i.decode_micros, i.infer_micros, i.post_micros,
  v.name as model_name, v.version as model_version, coalesce(i.run_id, v.run_id) as model_run_id, encode(v.sha256, 'hex') as model_sha256,
  a.detector as model_detector, a.signature as model_signature
from detection d
join inference i on i.frame_id = d.frame_id and i.captured_at = d.captured_at
  and i.model_version_id = d.model_version_id and i.purpose = d.purpose
join model_version v on v.id = d.model_version_id
left join model_artifact a on a.sha256 = v.sha256
left join frame f on f.frame_id = d.frame_id and f.captured_at = d.captured_at
left join image m on m.sha256 = f.image_sha256;
