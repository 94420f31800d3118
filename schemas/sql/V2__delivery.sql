-- Where the sink stands in each partition. The row changes in the same transaction as the rows that the records became, so it
-- is the truth: what a consumer group has committed to Kafka only informs tools that show lag.
create table sink_offset (
  consumer_group text not null,
  topic          text not null,
  -- A topic that is deleted and made anew has another id, and its offsets mean other records.
  topic_id       uuid not null,
  partition      integer not null check (partition >= 0),
  start_offset   bigint not null check (start_offset >= 0),
  next_offset    bigint not null,
  -- What became of the records from start_offset on.
  stored         bigint not null default 0 check (stored >= 0),
  duplicate      bigint not null default 0 check (duplicate >= 0),
  dead_lettered  bigint not null default 0 check (dead_lettered >= 0),
  -- Offsets that hold no record: the marks of transactions.
  skipped        bigint not null default 0 check (skipped >= 0),
  -- Records that the topic's retention dropped before they were read.
  expired        bigint not null default 0 check (expired >= 0),
  updated_at     timestamptz not null default now(),
  primary key (consumer_group, topic, partition),
  check (next_offset - start_offset = stored + duplicate + dead_lettered + skipped + expired)
);

-- Records on their way to a topic: written with the rows that they belong to, deleted when the broker has acknowledged them.
create table outbox (
  id           bigint generated always as identity primary key,
  topic        text not null,
  record_key   bytea,
  record_value bytea not null,
  -- Header names and their values in base64: values are bytes and need not be text.
  headers      jsonb not null default '{}',
  created_at   timestamptz not null default now()
);
