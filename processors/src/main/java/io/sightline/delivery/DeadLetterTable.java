package io.sightline.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.Identities;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table dead_letter: one row for each thing that failed, however often it did. */
public final class DeadLetterTable implements Table<DeadLetterRow> {
    // A frame that has its serving inference, or had it before retention dropped that, has nothing left to cure.
    // A letter that failed once more is open again, with the original, and the place of the original, that it had
    // from the start.
    private static final String LETTERS = """
            insert into dead_letter (event_id, state, reason, stage, route, frame_id, source_id,
              failed_topic, failed_topic_id, failed_partition, failed_offset, attempts, first_failed_at, last_failed_at,
              exception_class, message, stack_hash, runtime_version, original_key, original_value,
              original_bucket, original_object, original_sha256, original_headers, redrive_count,
              failed_timestamp, original_size, origin_told, origin_topic_id, origin_partition, origin_offset, captured_at)
            select event_id,
              case when stage <> 'sink' and (
                  exists (select from inference i where i.frame_id = t.frame_id and i.purpose = 'SERVING')
                  or exists (select from inferences_dropped(array[frame_id], array[captured_at], array['served'],
                    array[coalesce(origin_topic_id, failed_topic_id)], array[coalesce(origin_partition, failed_partition)],
                    array[coalesce(origin_offset, failed_offset)])))
                then 'resolved' else 'open' end,
              reason, stage, route, frame_id, source_id,
              failed_topic, failed_topic_id, failed_partition, failed_offset, attempts, first_failed_at, last_failed_at,
              exception_class, message, stack_hash, runtime_version, original_key, original_value,
              original_bucket, original_object, original_sha256, original_headers::jsonb, redrive_count,
              failed_timestamp, original_size, origin_told, origin_topic_id, origin_partition, origin_offset, captured_at
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as t (event_id, reason, stage, route, frame_id, source_id,
              failed_topic, failed_topic_id, failed_partition, failed_offset, attempts, first_failed_at, last_failed_at,
              exception_class, message, stack_hash, runtime_version, original_key, original_value,
              original_bucket, original_object, original_sha256, original_headers, redrive_count,
              failed_timestamp, original_size, origin_told, origin_topic_id, origin_partition, origin_offset, captured_at)
            on conflict (event_id) do update set
              state = excluded.state, reason = excluded.reason, route = excluded.route, attempts = excluded.attempts,
              last_failed_at = excluded.last_failed_at, exception_class = excluded.exception_class,
              message = excluded.message, stack_hash = excluded.stack_hash, runtime_version = excluded.runtime_version,
              redrive_count = excluded.redrive_count,
              frame_id = coalesce(dead_letter.frame_id, excluded.frame_id),
              source_id = coalesce(dead_letter.source_id, excluded.source_id),
              frame_stored = dead_letter.frame_stored or excluded.frame_stored,
              inference_stored = dead_letter.inference_stored or excluded.inference_stored,
              origin_told = dead_letter.origin_told or excluded.origin_told,
              origin_topic_id = coalesce(dead_letter.origin_topic_id, excluded.origin_topic_id),
              origin_partition = coalesce(dead_letter.origin_partition, excluded.origin_partition),
              origin_offset = coalesce(dead_letter.origin_offset, excluded.origin_offset),
              captured_at = coalesce(dead_letter.captured_at, excluded.captured_at)
            where excluded.redrive_count > dead_letter.redrive_count
              and excluded.stage = dead_letter.stage
              and excluded.failed_topic is not distinct from dead_letter.failed_topic
            returning event_id""";

    private final JsonMapper json = new JsonMapper();

    @Override
    public List<DeadLetterRow> insert(Connection connection, List<DeadLetterRow> delivered) throws SQLException {
        var fresh = write(connection, delivered);
        RedrivenLetters.resolve(
                connection,
                delivered.stream()
                        .map(row -> RedrivenLetters.Arrival.ofStored(
                                row.record(), row.letter().getFrameId(), madeBy()))
                        .toList());
        return fresh;
    }

    @Override
    public String madeBy() {
        return "";
    }

    /** The same for letters that do not come from their topic: the record of such a row is the one that failed. */
    List<DeadLetterRow> write(Connection connection, List<DeadLetterRow> delivered) throws SQLException {
        var rows = latest(delivered);
        if (rows.stream().anyMatch(row -> row.letter().getFrameId() != null)) {
            LetterLock.forLetters(connection);
        }
        var inserted = new Columns<>(rows.stream().map(DeadLetterRow::letter).toList())
                .column("uuid", DeadLetter::getEventId)
                .column("text", letter -> letter.getReason().name())
                .column("text", letter -> clean(letter.getStage()))
                .column("text", letter -> clean(letter.getRoute()))
                .column("uuid", DeadLetter::getFrameId)
                .column("text", letter -> clean(letter.getSourceId()))
                .column("text", letter -> failedAt(letter, Origin::getTopic))
                .column("uuid", letter -> failedAt(letter, Origin::getTopicId))
                .column("integer", letter -> failedAt(letter, Origin::getPartition))
                .column("bigint", letter -> failedAt(letter, Origin::getOffset))
                .column("integer", DeadLetter::getAttempts)
                .time(DeadLetter::getFirstFailedAt)
                .time(DeadLetter::getLastFailedAt)
                .column("text", letter -> clean(letter.getExceptionClass()))
                .column("text", letter -> clean(letter.getMessage()))
                .column("text", letter -> clean(letter.getStackHash()))
                .column("text", letter -> clean(letter.getRuntimeVersion()))
                .column("bytea", letter -> bytes(letter.getOriginalKey()))
                .column("bytea", letter -> bytes(letter.getOriginalValue()))
                .column("text", letter -> claim(letter, ClaimRef::getBucket))
                .column("text", letter -> claim(letter, ClaimRef::getKey))
                .column("bytea", letter -> claim(letter, ref -> ref.getSha256().bytes()))
                .column("text", this::headers)
                .column("integer", DeadLetter::getRedriveCount)
                .column(
                        "timestamptz",
                        letter ->
                                failedAt(letter, origin -> origin.getTimestamp().toString()))
                .column("bigint", letter -> claim(letter, ClaimRef::getSize))
                .column(
                        "boolean",
                        letter -> letter.getOriginalHeaders().containsKey(FrameOrigin.HEADER)
                                || letter.getOrigin() != null)
                .column("uuid", letter -> origin(letter, FrameOrigin::topicId))
                .column("integer", letter -> origin(letter, FrameOrigin::partition))
                .column("bigint", letter -> origin(letter, FrameOrigin::offset))
                .column(
                        "timestamptz",
                        letter -> letter.getCapturedAt() == null
                                ? null
                                : letter.getCapturedAt().toString())
                .keys(connection, LETTERS);
        return Fresh.of(rows, row -> row.letter().getEventId(), inserted);
    }

    /** One statement must not touch the same row twice: of several letters with one id the last redrive counts. */
    private static List<DeadLetterRow> latest(List<DeadLetterRow> rows) {
        return List.copyOf(rows.stream()
                .collect(Collectors.toMap(
                        row -> row.letter().getEventId(),
                        row -> row,
                        (one, other) ->
                                other.letter().getRedriveCount() > one.letter().getRedriveCount() ? other : one,
                        LinkedHashMap::new))
                .values());
    }

    private String headers(DeadLetter letter) {
        var values = new HashMap<String, String>();
        letter.getOriginalHeaders()
                .forEach((name, value) ->
                        values.put(clean(name), Base64.getEncoder().encodeToString(bytes(value))));
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of text can always be written", e);
        }
    }

    private static @Nullable Object failedAt(DeadLetter letter, Function<Origin, Object> part) {
        return letter.getFailedAt() == null ? null : part.apply(letter.getFailedAt());
    }

    /** Claims of versions before the header say it in their value alone. */
    private static @Nullable Object origin(DeadLetter letter, Function<FrameOrigin, Object> part) {
        var header = bytes(letter.getOriginalHeaders().get(FrameOrigin.HEADER));
        var told = letter.getOrigin() == null ? null : Identities.position(letter.getOrigin());
        return FrameOrigin.of(letter.getFrameId(), header == null ? null : new String(header, StandardCharsets.UTF_8))
                .or(() -> FrameOrigin.of(letter.getFrameId(), told))
                .map(part)
                .orElse(null);
    }

    private static @Nullable Object claim(DeadLetter letter, Function<ClaimRef, Object> part) {
        return letter.getOriginalClaim() == null ? null : part.apply(letter.getOriginalClaim());
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** PostgreSQL stores no NUL in text, and a dead letter must never fail for its own text. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }
}
