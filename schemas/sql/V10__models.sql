-- What promotion knows: who decides, what was decided and why, what people asked for, and what each process really serves.

-- Who does a thing that one process alone may do. Times are the database's, so that no other clock counts.
create table lease (
  name       text primary key,
  owner      text not null,
  -- Grows with every change of the owner. Whatever an owner writes names it, so that a former owner writes nothing more.
  epoch      bigint not null,
  expires_at timestamptz not null
);

-- The files of a model version, as the promoter has stored them under models/<sha256>/.
create table model_artifact (
  sha256      bytea primary key check (octet_length(sha256) = 32),
  -- Of each file path, sha256 (hexadecimal) and size.
  files       jsonb not null,
  -- How pictures go in and detections come out, and what the model takes and gives.
  detector    jsonb not null,
  signature   jsonb not null,
  recorded_at timestamptz not null default now()
);

-- The trail of promotions: a row for each step of each try, never changed and never deleted.
create table model_event (
  id          bigint generated always as identity primary key,
  name        text not null,
  version     text not null,
  run_id      text,
  -- Null until the version was downloaded.
  sha256      bytea,
  -- Alias that led to the version.
  alias       text,
  step        text not null check (step in ('discovered', 'downloaded', 'verified', 'loaded', 'warmed', 'gated', 'shadowing',
                'serving', 'superseded', 'rejected', 'rolled_back', 'pinned', 'unpinned', 'retired')),
  -- Code of the reason, and what it means here, for people.
  reason      text,
  message     text,
  metrics     jsonb not null default '{}',
  epoch       bigint not null,
  happened_at timestamptz not null default clock_timestamp()
);

create index model_event_by_name on model_event (name, id desc);
-- What served before is not judged again.
create index model_event_served on model_event (name, sha256) where step = 'serving';

-- The last decision on each model.
create table model_state (
  name       text primary key,
  -- Term of the leader that decided, and the number of the decision within it: an older pair has no effect anywhere.
  epoch      bigint not null,
  sequence   bigint not null,
  -- The record ModelState as it was announced, as JSON in Avro's encoding; null when the model was retired.
  announced  jsonb,
  -- What the promoter has to know for its next decision and nobody else does.
  memory     jsonb not null default '{}',
  decided_at timestamptz not null default now()
);

-- What people asked for by REST; the leader carries it out.
create table model_command (
  id           uuid primary key,
  name         text not null,
  command      text not null check (command in ('rollback', 'pin', 'unpin', 'look')),
  -- Version to go back to or to stay with; null: the former or the present one.
  version      text,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  state        text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  message      text,
  ended_at     timestamptz,
  check ((state = 'waiting') = (ended_at is null))
);

create index model_command_waiting on model_command (requested_at) where state = 'waiting';

-- What each process that infers serves of each model, written every few seconds by itself.
create table follower (
  -- Name of the host and something by which two processes of it differ.
  process         text not null,
  name            text not null,
  -- Serving, loading (nothing serves yet), or failed: what was announced does not load here, and the former version goes on.
  state           text not null check (state in ('serving', 'loading', 'failed')),
  message         text,
  version         text,
  sha256          bytea,
  challenger      text,
  -- Announcement that it follows.
  epoch           bigint,
  sequence        bigint,
  serving_since   timestamptz,
  -- Of the version that serves, since it does: runs, those that failed by its fault, and the 95th percentile of the last ones.
  runs            bigint not null default 0,
  failures        bigint not null default 0,
  p95_micros      bigint,
  -- The same percentile of the version before, when it ended.
  former_p95_micros bigint,
  reported_at     timestamptz not null default now(),
  primary key (process, name)
);

create index follower_by_name on follower (name, reported_at);

-- From a detection to everything that led to it.
create view provenance as
select d.captured_at, d.frame_id, d.model_version_id, d.purpose, d.ordinal, d.source_id, d.class_id, d.label, d.score,
  f.received_at, encode(f.image_sha256, 'hex') as image_sha256, m.bucket as image_bucket, m.object_key as image_key,
  m.media_type as image_media_type, m.width as image_width, m.height as image_height,
  f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset,
  f.claim_topic, f.claim_topic_id, f.claim_partition, f.claim_offset, f.trace_id as frame_trace_id,
  i.completed_at, i.contract_version, i.runtime_version, i.parameters, i.trace_id, i.alias,
  i.fetch_micros, i.decode_micros, i.infer_micros, i.post_micros,
  v.name as model_name, v.version as model_version, v.run_id as model_run_id, encode(v.sha256, 'hex') as model_sha256,
  a.detector as model_detector, a.signature as model_signature
from detection d
join inference i on i.frame_id = d.frame_id and i.captured_at = d.captured_at
  and i.model_version_id = d.model_version_id and i.purpose = d.purpose
join model_version v on v.id = d.model_version_id
left join model_artifact a on a.sha256 = v.sha256
left join frame f on f.frame_id = d.frame_id and f.captured_at = d.captured_at
left join image m on m.sha256 = f.image_sha256;
