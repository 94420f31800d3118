select model_version_id, purpose, ordinal, class_id, label, score, x, y, w, h, polygon::text as polygon
from detection
where frame_id = :#id::uuid
  and (:#everySource::boolean or source_id = any(:#sources::text[]))
order by model_version_id, purpose, ordinal
