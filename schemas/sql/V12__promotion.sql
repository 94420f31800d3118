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
